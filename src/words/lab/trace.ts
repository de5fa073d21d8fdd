import type { Family } from '../../evidence/family.ts';

/** Datagrams with rising hop limits from one source port to an unused port of another node; each waits for the one before it. */
export interface TraceRequest {
  readonly from: string;
  readonly to: string;
  readonly family: Family;
  /** Local port. */
  readonly port: number;
  readonly destinationPort: number;
  /** Length of the first packets; a Packet Too Big makes the following ones smaller. */
  readonly bytes: number;
  /** The largest hop limit. */
  readonly hops: number;
  /** Milliseconds after which a packet without an answer counts as unanswered. */
  readonly answerWithinMs: number;
}

/** What one hop limit found. */
export interface TracedHop {
  /** The node that answered, or its address if no node has it; absent where nobody answered. */
  readonly node?: string;
  /** Length in bytes of the packet that it answered. */
  readonly bytes?: number;
  /** It answered that the packet cannot get any further; it is not the destination. */
  readonly unreachable?: true;
  /** A Packet Too Big that answered a larger one before. */
  readonly tooBig?: { readonly node: string; readonly mtu: number };
  /** Length in bytes of a larger packet that nobody answered. */
  readonly unanswered?: number;
}

/** The port at which traceroute begins; nothing listens there. */
export const tracePort = 33_434;
