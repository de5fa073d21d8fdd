import type { Family } from '../../evidence/family.ts';
import type { RewrittenField } from '../journeys/rewritten-fields.ts';
import type { PacketDirection } from '../formats/capture-file.ts';
import type { Fate } from '../journeys/fate.ts';
import type { PacketKind } from './packet-kind.ts';

/** A journey as plain data that survives JSON: what a picture and a verdict need of it, and no more. */
export interface JourneySummary {
  /** Other passages name it by this number. */
  readonly number: number;
  readonly family: Family;
  readonly kind: PacketKind;
  /** The nodes that it is from and for, where it is known whose its addresses are. */
  readonly from?: string;
  readonly to?: string;
  /** Milliseconds from the first packet of the exchange to its first sighting. */
  readonly atMs: number;
  /** Bytes of the IP packet. */
  readonly bytes: number;
  /** Bytes that a TCP segment carries. */
  readonly payload?: number;
  /** Of a TCP segment: its first byte and the one behind its last, the first byte of the connection being 1; absent where no SYN was seen. */
  readonly range?: readonly [number, number];
  /** Of a TCP acknowledgement: the byte that is wanted next. */
  readonly wants?: number;
  /** Bytes that were sent before. */
  readonly repeated?: true;
  /** Of a fragment: where in the datagram it begins. */
  readonly offset?: number;
  /** The MTU that a Packet Too Big tells. */
  readonly mtu?: number;
  /** The MSS option with which it was first seen. */
  readonly mss?: number;
  /** What an unusual packet is, in a few words. */
  readonly about?: string;
  readonly stops: readonly StopSummary[];
  readonly ended: JourneyEnd;
  /** The passage that this error answers, and what that carries. */
  readonly answers?: number;
  readonly quotes?: readonly [number, number];
  /** How many packets carry its bytes on. */
  readonly pieces?: number;
}

export interface StopSummary {
  readonly place: string;
  readonly direction: PacketDirection;
  readonly changes?: readonly RewrittenField[];
}

/** `under-way`: the capture ended with it; `unknown`: nothing tells where it was going. */
export type JourneyEnd = Fate | 'under-way' | 'unknown';
