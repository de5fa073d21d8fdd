import type { FlowId } from '../flows/flow-id.ts';
import type { Segments } from '../flows/segments.ts';
import type { LedgerCounts } from '../ledger/ledger-since.ts';
import type { RefusedCount } from '../ledger/ledger.ts';
import type { TcpInfo } from '../sockets/tcp-info.ts';

/** Everything read at one time about a flow that retransmits; `sender` is the end that retransmits. */
export interface FlowReading {
  /** Milliseconds since the request. */
  readonly atMs: number;
  readonly sender?: TcpInfo;
  readonly receiver?: TcpInfo;
  readonly ledger: LedgerCounts;
  /** SNMP counters by node. */
  readonly counters: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** Packets that were not sent because they exceed the MTU of the interface; counted at the other end of its link. */
  readonly refused?: readonly RefusedCount[];
  /** Queue lengths in bytes by `node interface`, where they were read. */
  readonly queued?: Readonly<Record<string, number>>;
  /** MTUs in bytes by `node interface`, where they were read. */
  readonly mtus?: Readonly<Record<string, number>>;
}

/** The silent direction of a flow, from the node of the end that retransmits to that of the end that should acknowledge. */
export interface FlowDirection extends FlowId {
  readonly from: string;
  readonly to: string;
  /** How it looks on each segment from `from` to `to`, where its addresses or ports are translated. */
  readonly segments?: Segments;
}

/** One planned end of a link: `NODE:to-PEER`, and the interface at the other end. */
export interface LinkEnd {
  readonly node: string;
  readonly interface: string;
  readonly place: string;
  readonly peer: string;
  readonly peerInterface: string;
  /** A bridge compares a frame with the MTU after its last nft hook (br_dev_queue_push_xmit), so what it counts as sent may not have left. */
  readonly isBridge?: true;
  /** Its packets travel inside others, so its MTU limits only what the routes above it allow. */
  readonly isTunnel?: true;
  /** It is a tunnel whose packets do not show what they carry, so that no message about them can be matched with a flow. */
  readonly isEncrypted?: true;
}

/** A silent flow and the readings of it. */
export interface SilentFlow {
  readonly flow: FlowDirection;
  readonly linkEnds: readonly LinkEnd[];
  /** The last reading before the silence or the latest change; a new connection begins with no counts, since it has its own ports. */
  readonly before: FlowReading;
  /** The first reading in the silence: before its first timeout, if the flow was read in time. */
  readonly first: FlowReading;
  /** The reading after an earlier timeout of the same silence. */
  readonly previous?: FlowReading;
  readonly after: FlowReading;
}
