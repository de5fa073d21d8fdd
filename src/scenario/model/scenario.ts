import type { Family } from '../../evidence/family.ts';
import type { Impairment } from '../../words/lab/impairment.ts';

/** Path of a value in the YAML document: keys and indexes from the root. */
export type Path = readonly (string | number)[];

/** A scenario read from its file, with every shorthand expanded; immutable. */
export interface Scenario {
  readonly file: string;
  readonly title: string;
  /** Values of `vary` in this case, such as `mss=1440`; absent without `vary`. */
  readonly case?: string;
  readonly families: readonly Family[];
  readonly neighbours: 'permanent' | 'learned';
  readonly nodes: readonly ScenarioNode[];
  readonly links: readonly ScenarioLink[];
  readonly legs: readonly LegGroup[];
  /** Addresses that several nodes hold; absent without any. */
  readonly addresses?: readonly SharedAddress[];
  readonly steps: readonly Step[];
}

export interface ScenarioNode {
  readonly name: string;
  /** A key of `dictionary.nodes`. */
  readonly kind: string;
  /** Settings of the kind, without traits. */
  readonly settings: unknown;
  /** Settings of each trait, by its word. */
  readonly traits: Readonly<Record<string, unknown>>;
  /** Those that it has; absent where it has all of the scenario. */
  readonly families?: readonly Family[];
  readonly at: Path;
}

/** A link; legs are already expanded into routers and links. */
export interface ScenarioLink {
  readonly between: readonly [string, string];
  /** The name of its interfaces, which are `to-PEER` without one. */
  readonly name?: string;
  /** A link that rides on the others: a key of `dictionary.links`, and its settings. Absent for a cable. */
  readonly tunnel?: { readonly kind: string; readonly settings: unknown };
  /** What it does to the frames of both directions besides carrying them; absent for a link that is not impaired. */
  readonly impairment?: Impairment;
  /** MTU of each end in bytes, in the order of `between`. */
  readonly mtu: readonly [number, number];
  /** Those that it may carry; absent where its ends decide. */
  readonly families?: readonly Family[];
  readonly at: Path;
}

/** One address per family that each of these nodes has, such as that of a service behind ECMP (RFC 4786, RFC 7690). */
export interface SharedAddress {
  readonly name: string;
  readonly holders: readonly string[];
  readonly at: Path;
}

/** Parallel paths between two nodes, each named after the router it goes through. */
export interface LegGroup {
  readonly between: readonly [string, string];
  readonly via: readonly string[];
  readonly at: Path;
}

export interface Step {
  /** The `name` of the step, or one derived from its action. */
  readonly name: string;
  /** Absent in a step that has `together` instead of `do`. */
  readonly action?: { readonly word: string; readonly settings: unknown; readonly at: Path };
  /** Steps that run at the same time. */
  readonly together: readonly Step[];
  readonly expect: readonly Expected[];
  readonly watch: Readonly<Record<string, unknown>>;
  /** Whether to flush learned state before the step. */
  readonly fresh: boolean;
  readonly withinMs?: number;
  /** Those in which it runs, where the nodes that it names or the paths between them have not all of the scenario. */
  readonly families?: readonly Family[];
  readonly at: Path;
}

/** One expectation, with the families it applies to. */
export interface Expected {
  readonly word: string;
  readonly wanted: unknown;
  readonly families: readonly Family[];
  /** Behaviours that the kernel must have, or must not have, for it to apply; absent where it applies to all kernels. */
  readonly where?: Readonly<Record<string, boolean>>;
  readonly at: Path;
}
