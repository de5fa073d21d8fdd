import type { Family } from '../../evidence/family.ts';

/** Path of a value in the YAML document: keys and indexes from the root. */
export type Path = readonly (string | number)[];

/** A scenario that was read, with every shorthand written out; immutable. */
export interface Scenario {
  readonly file: string;
  readonly title: string;
  /** Values of `vary` that make this case: `mss=1440`; absent without `vary`. */
  readonly case?: string;
  readonly families: readonly Family[];
  readonly neighbours: 'permanent' | 'learned';
  readonly nodes: readonly ScenarioNode[];
  readonly links: readonly ScenarioLink[];
  readonly legs: readonly LegGroup[];
  readonly steps: readonly Step[];
}

export interface ScenarioNode {
  readonly name: string;
  /** A word of dictionary.nodes. */
  readonly kind: string;
  /** Settings of the kind itself, without traits. */
  readonly settings: unknown;
  /** Settings by trait word. */
  readonly traits: Readonly<Record<string, unknown>>;
  readonly at: Path;
}

/** A veth pair. Legs were written out into their routers and links. */
export interface ScenarioLink {
  readonly between: readonly [string, string];
  /** Bytes at each end, in the order of `between`. */
  readonly mtu: readonly [number, number];
  readonly at: Path;
}

/** Parallel ways between two nodes, each named by the router it goes through. */
export interface LegGroup {
  readonly between: readonly [string, string];
  readonly via: readonly string[];
  readonly at: Path;
}

export interface Step {
  /** The author's name, or one derived from the action. */
  readonly name: string;
  /** Absent in a step that only runs `together`. */
  readonly action?: { readonly word: string; readonly settings: unknown; readonly at: Path };
  /** Steps that run at the same time. */
  readonly together: readonly Step[];
  readonly expect: readonly Expected[];
  readonly watch: Readonly<Record<string, unknown>>;
  /** Flush learned state before the step. */
  readonly fresh: boolean;
  readonly withinMs?: number;
  readonly at: Path;
}

/** One expectation for the families it holds for. */
export interface Expected {
  readonly word: string;
  readonly wanted: unknown;
  readonly families: readonly Family[];
  readonly at: Path;
}
