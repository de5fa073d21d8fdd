import type { RewrittenField } from './rewritten-fields.ts';
import type { DecodedPacket } from '../layers/decoded-packet.ts';
import type { Sighting } from './sighting.ts';

/** One packet on its way: where it was seen, in order, and what became of it; other journeys are named by their number. */
export interface Journey {
  /** Its index among all journeys, which are in the order of their first sightings. */
  readonly number: number;
  /** As it was first seen. */
  readonly packet: DecodedPacket;
  readonly stops: readonly Stop[];
  /** Where it was last seen: delivered there, gone on as other packets, or dead. */
  readonly last: Stop;
  /** The packets that carry its bytes on: segments of a super-packet, fragments, or what it was merged into. */
  readonly continuedBy: readonly number[];
  /** The packets whose bytes it carries on. */
  readonly continues: readonly number[];
  /** ICMP errors that quote it, each with a journey of its own. */
  readonly answeredBy: readonly number[];
  /** Of an ICMP error: the packet that it quotes. */
  readonly answers?: number;
}

/** A sighting, and what was rewritten since the one before. */
export interface Stop extends Sighting {
  readonly changes: readonly RewrittenField[];
}
