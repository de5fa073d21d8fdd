import type { Family } from '../../evidence/family.ts';
import type { NodeCommand } from '../../words/lab/node-command.ts';
import type { InterfaceView, Neighbour, NodeView } from '../../words/lab/node-view.ts';
import type { TunnelSize } from '../../words/language/tunnel-size.ts';
import type { Capability } from '../../words/language/word.ts';
import type { LegGroup, Path, Scenario } from '../../scenario/model/scenario.ts';

/**
 * Everything that builds one lab, computed in advance and frozen: a plan can be printed, sent or built, but not changed.
 * It is plain data: `JSON.stringify` loses nothing of it, and the inner process of a run gets it as JSON.
 */
export interface Plan {
  readonly scenario: Scenario;
  readonly nodes: readonly PlannedNode[];
  readonly links: readonly PlannedLink[];
  readonly legs: readonly LegGroup[];
  readonly routes: readonly Route[];
  /** In build order: by phase, then by node. */
  readonly commands: readonly PlannedCommand[];
  readonly needs: readonly Need[];
}

/** The network of a plan, without what builds it: all that a prediction needs. */
export type NetworkPlan = Pick<Plan, 'scenario' | 'nodes' | 'links' | 'routes'>;

/** What the machine must have for the scenario to run. */
export type Need = Capability | LinkProbe;

/** A tunnel that the machine must be able to make, with shell commands that make one like it. */
export interface LinkProbe {
  /** The word of its kind. */
  readonly link: string;
  /** For `sh -e`; it leaves nothing behind. */
  readonly script: string;
  readonly remedy: string;
}

export interface PlannedNode extends NodeView {
  readonly kind: string;
  /** What a drawing shows of its kind and traits, in a few words each; absent if nothing. */
  readonly labels?: readonly string[];
  /** The interfaces keep TCP segmentation offload when the lab is built. */
  readonly segmentationOffload?: true;
  readonly interfaces: readonly PlannedInterface[];
}

export interface PlannedInterface extends InterfaceView {
  readonly mac: string;
  /** It has no MAC address, since its packets have no Ethernet header. */
  readonly pointToPoint?: true;
  readonly prefixLength: Readonly<Record<Family, number>>;
  readonly beyond?: readonly PlannedNeighbour[];
  /** Where the scenario sets the MTU. */
  readonly at: Path;
}

export interface PlannedNeighbour extends Neighbour {
  readonly mac: string;
}

export interface PlannedLink {
  /** What carries a tunnel: the word of its kind, the family of the packets outside, and what it adds to each packet. */
  readonly tunnel?: TunnelSize & { readonly kind: string; readonly over: Family };
  readonly ends: readonly [
    { readonly node: string; readonly interface: string },
    { readonly node: string; readonly interface: string },
  ];
}

export interface Route {
  readonly in: string;
  readonly family: Family;
  /** CIDR or `default`. */
  readonly to: string;
  /** Several next hops form a next-hop group; without any, the destinations are unreachable. */
  readonly via: readonly { readonly interface: string; readonly gateway: string }[];
  /** The node sends from its own address over it, also where it is a router; static routes to the same node precede it. */
  readonly fromOwnAddress?: true;
}

/** Phase 1 creates namespaces and links, 2 sets sysctls and brings links up, 3 adds addresses, routes and the rest. */
export type PlannedCommand = NodeCommand & { readonly phase: 1 | 2 | 3; readonly number: number; readonly at?: Path };
