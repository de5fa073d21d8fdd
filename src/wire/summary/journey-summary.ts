import type { Family } from '../../evidence/family.ts';
import type { RewrittenField } from '../journeys/rewritten-fields.ts';
import type { PacketDirection } from '../formats/capture-file.ts';
import type { Fate } from '../journeys/fate.ts';
import type { PacketKind } from './packet-kind.ts';

/** A journey as plain data that survives JSON: only what a diagram and a judgement need. */
export interface JourneySummary {
  /** Other summaries refer to it by this number. */
  readonly number: number;
  readonly family: Family;
  readonly kind: PacketKind;
  /** The nodes of its source and destination address, where known. */
  readonly from?: string;
  readonly to?: string;
  /** Milliseconds from the first packet of the conversation to its first sighting. */
  readonly atMs: number;
  /** Bytes of the IP packet. */
  readonly bytes: number;
  /** Payload bytes of a TCP segment. */
  readonly payload?: number;
  /**
   * In a TCP segment: the relative numbers of its first byte and of the byte after its last; the first byte of a
   * connection is 1. Absent where no SYN was seen.
   */
  readonly range?: readonly [number, number];
  /** In a TCP acknowledgement: the next expected byte, as a relative sequence number. */
  readonly wants?: number;
  /** Set if its bytes were sent before. */
  readonly repeated?: true;
  /** In a fragment: its offset in the datagram in bytes. */
  readonly offset?: number;
  /** The MTU in a Packet Too Big. */
  readonly mtu?: number;
  /** The MSS option when it was first seen. */
  readonly mss?: number;
  /** A short description of a packet that is not an ordinary TCP segment. */
  readonly about?: string;
  readonly stops: readonly StopSummary[];
  readonly ended: JourneyEnd;
  /** In an ICMP error: the number of the packet that it quotes, and that packet's range. */
  readonly answers?: number;
  readonly quotes?: readonly [number, number];
  /** In a packet of a tunnel: the number of the packet that it carries; `range` is that of this packet. */
  readonly carries?: number;
  /** How many packets it was split into. */
  readonly pieces?: number;
}

/** A place where the packet was seen, and the fields rewritten since the previous one. */
export interface StopSummary {
  readonly place: string;
  readonly direction: PacketDirection;
  readonly changes?: readonly RewrittenField[];
  /** Set if the interface did not send the packet because of its MTU. */
  readonly refused?: true;
}

/** `under-way`: the capture ended before its journey; `unknown`: the node of its destination is not known. */
export type JourneyEnd = Fate | 'under-way' | 'unknown';
