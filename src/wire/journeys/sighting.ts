import type { CaptureFile, PacketDirection } from '../formats/capture-file.ts';
import { decode } from '../layers/decode.ts';
import type { DecodedPacket, Ip, Layers } from '../layers/decoded-packet.ts';

/** A packet seen at a place; a place is `NODE:to-PEER`, other names work too and tell less. */
export interface Sighting {
  readonly place: string;
  readonly direction: PacketDirection;
  /** Nanoseconds since 1970, by one clock for all places. */
  readonly time: bigint;
  readonly packet: DecodedPacket;
}

/** The sightings that a capture holds; a packet without a direction, or without a named place, is none. */
export const sightingsOf = ({ packets }: CaptureFile): readonly Sighting[] =>
  packets.flatMap(({ place, direction, time, bytes, originalLength }) =>
    place.name && direction
      ? [{ place: place.name, direction, time, packet: decode({ bytes, originalLength, linkType: place.linkType }) }]
      : [],
  );

/** By time; where a coarse clock says the same, by the hops that are left and the sending end of a link first. */
export const sortByTime = (sightings: readonly Sighting[]): readonly Sighting[] =>
  [...sightings].sort(
    (a, b) =>
      Number(a.time - b.time) ||
      hopLimit(b.packet) - hopLimit(a.packet) ||
      Number(a.direction === 'in') - Number(b.direction === 'in'),
  );

/** The node of a place: `edge` of `edge:to-client`. */
export const nodeOf = (place: string): string => place.split(':')[0]!;

/** Whether a packet that was last seen at the one may be seen next at the other, as far as the names tell. */
export const mayFollow = (before: Sighting, next: Sighting): boolean => {
  if (before.direction === 'in') return nodeOf(before.place) === nodeOf(next.place);
  const peer = peerOf(before.place);
  return (
    next.direction === 'in' && (!peer || (nodeOf(next.place) === peer && peerOf(next.place) === nodeOf(before.place)))
  );
};

export const hopLimit = (packet: Layers): number => ipOf(packet)?.hopLimit ?? 0;

/** The network header, whichever protocol it is of. */
export const ipOf = ({ ipv4, ipv6 }: Layers): Ip | undefined => ipv4 ?? ipv6;

/** The node at the other end of a place: `transit` of `edge:to-transit`. */
export const peerOf = (place: string): string | undefined => /:to-(.+)$/.exec(place)?.[1];
