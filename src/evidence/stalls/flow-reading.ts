import type { Family } from '../family.ts';
import type { LedgerCounts } from '../ledger/ledger-since.ts';
import type { TcpInfo } from '../sockets/tcp-info.ts';

/** All that was read at one moment about a flow that repeats itself; `sender` is the end that repeats. */
export interface FlowReading {
  /** Milliseconds since the request. */
  readonly atMs: number;
  readonly sender?: TcpInfo;
  readonly receiver?: TcpInfo;
  readonly ledger: LedgerCounts;
  /** SNMP counters by node. */
  readonly counters: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** Bytes that wait in the queue of `node interface`, for those that were looked at. */
  readonly queued?: Readonly<Record<string, number>>;
}

/** The direction in which a flow is silent: ports and nodes of the end that repeats and of the one that should answer. */
export interface FlowDirection {
  readonly family: Family;
  readonly source: number;
  readonly destination: number;
  readonly from: string;
  readonly to: string;
}

/** One end of a wire as the plan knows it: `NODE:to-PEER` and the interface at the other end. */
export interface LinkEnd {
  readonly node: string;
  readonly interface: string;
  readonly place: string;
  readonly peer: string;
  readonly peerInterface: string;
}

/** A silent flow and what was read about it. */
export interface SilentFlow {
  readonly flow: FlowDirection;
  readonly linkEnds: readonly LinkEnd[];
  /** The last one that belongs to something else; a flow with ports of its own begins with nothing counted. */
  readonly before: FlowReading;
  /** The first one in the silence: before its first timeout, if somebody looked in time. */
  readonly first: FlowReading;
  /** The one after an earlier timeout of the same silence. */
  readonly previous?: FlowReading;
  readonly after: FlowReading;
}
