import type { Family } from '../../evidence/family.ts';

/** A node as words see it: planned facts only, nothing that can be run. */
export interface NodeView {
  readonly name: string;
  readonly forwards: boolean;
  /** It passes frames on and has no addresses. */
  readonly bridges?: true;
  /** The address, on lo, that stands for the node; empty for a node that passes frames on. */
  readonly address: Readonly<Record<Family, string>>;
  readonly interfaces: readonly InterfaceView[];
  /** None where the node has no addresses. */
  readonly families: readonly Family[];
  /** Port on which the engine serves HTTP in this node; none when it serves nothing. */
  readonly serves?: number;
  /** Any node of the same lab. */
  neighbour(name: string): NodeView | undefined;
}

export interface InterfaceView {
  /** Kernel name, at most 15 characters: `to-PEER` where that fits. */
  readonly name: string;
  /** How a scenario names it: `NODE:to-PEER`. */
  readonly place: string;
  readonly peer: string;
  readonly mtu: number;
  /** Own address on this link, without prefix length. */
  readonly address: Readonly<Record<Family, string>>;
  /** The peer's address on this link, or that of the first node beyond a bridge: the gateway. */
  readonly gateway: Readonly<Record<Family, string>>;
  /** Where a bridge is at one of the ends: all nodes with addresses that are reached over it without a router. */
  readonly beyond?: readonly Neighbour[];
}

/** An end system: it passes on neither packets nor frames. */
export const isHost = ({ forwards, bridges }: Pick<NodeView, 'forwards' | 'bridges'>): boolean => !forwards && !bridges;

/** A node at the other side of a link, with its address there. */
export interface Neighbour {
  readonly node: string;
  readonly address: Readonly<Record<Family, string>>;
}

/** The nodes with addresses that are reached over an interface without a router. */
export const neighboursOf = ({ peer, gateway, beyond }: InterfaceView): readonly Neighbour[] =>
  beyond ?? [{ node: peer, address: gateway }];
