import type { RewrittenField } from './rewritten-fields.ts';
import type { DecodedPacket } from '../layers/decoded-packet.ts';
import type { Sighting } from './sighting.ts';

/** The journey of one packet: where it was seen, in order, and how it ended; refers to other journeys by number. */
export interface Journey {
  /** Its index among all journeys, which are in order of their first sightings. */
  readonly number: number;
  /** The packet as first seen. */
  readonly packet: DecodedPacket;
  readonly stops: PacketPath;
  /** Where it was last seen: delivered there, continued as other packets, or lost. */
  readonly last: Stop;
  /** The packets that contain its bytes afterwards: segments of a super-packet, fragments, or a merged packet. */
  readonly continuedBy: readonly number[];
  /** The packets whose bytes it contains. */
  readonly continues: readonly number[];
  /** The ICMP errors that quote it; each has its own journey. */
  readonly answeredBy: readonly number[];
  /** In an ICMP error: the packet that it quotes. */
  readonly answers?: number;
  /** In a packet of a tunnel: the packet that it carries, which has a journey of its own outside the tunnel. */
  readonly carries?: number;
}

/** A sighting, and the fields rewritten since the previous one, if any. */
export interface Stop extends Sighting {
  readonly changes?: readonly RewrittenField[];
}

/** All stops of one packet, in order. */
export type PacketPath = readonly [Stop, ...Stop[]];
