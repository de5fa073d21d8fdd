import type { Family } from '../evidence/family.ts';

/** A node as words see it: planned facts only, nothing that can be run. */
export interface NodeView {
  readonly name: string;
  readonly forwards: boolean;
  /** The address, on lo, that stands for the node. */
  readonly address: Readonly<Record<Family, string>>;
  readonly interfaces: readonly InterfaceView[];
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
  /** The peer's address on this link: the gateway. */
  readonly gateway: Readonly<Record<Family, string>>;
}
