import { refusedComment, type CapturedPacket, type PacketDirection } from '../formats/capture-file.ts';
import { decode } from '../layers/decode.ts';
import type { DecodedPacket, Ip, Layers } from '../layers/decoded-packet.ts';

/** A packet seen at a place, `NODE:to-PEER`; with other names the peer is unknown. */
export interface Sighting {
  readonly place: string;
  readonly direction: PacketDirection;
  /** Nanoseconds since 1970, by one clock for all places. */
  readonly time: bigint;
  readonly packet: DecodedPacket;
  /** Set if the interface did not send the packet because of its MTU. */
  readonly refused?: true;
}

/** Decodes the sightings of a capture; leaves out packets without a direction or a named interface. */
export const sightingsOf = ({ packets }: { readonly packets: Iterable<CapturedPacket> }): readonly Sighting[] => {
  const sightings: Sighting[] = [];
  for (const captured of packets) {
    if (!isSighted(captured)) continue;
    const { place, direction, time, bytes, originalLength, comment } = captured;
    const packet = decode({ bytes, originalLength, linkType: place.linkType });
    const sighting = { place: place.name, direction, time, packet };
    sightings.push(comment === refusedComment ? { ...sighting, refused: true } : sighting);
  }
  return sightings;
};

/** Whether the capture file gives the place and the direction of a packet. */
export const isSighted = (packet: CapturedPacket): packet is SightedPacket =>
  Boolean(packet.place.name && packet.direction);

type SightedPacket = CapturedPacket & {
  readonly place: { readonly name: string };
  readonly direction: PacketDirection;
};

/** Sorts by time; where a coarse clock gives equal times, by remaining hops, and the sending end of a link first. */
export const sortByTime = (sightings: readonly Sighting[]): readonly Sighting[] =>
  [...sightings].sort(
    (a, b) =>
      Number(a.time - b.time) ||
      hopLimit(b.packet) - hopLimit(a.packet) ||
      Number(a.direction === 'in') - Number(b.direction === 'in'),
  );

/** The node of a place: `edge` of `edge:to-client`. */
export const nodeOf = (place: string): string => {
  const end = place.indexOf(':');
  return end < 0 ? place : place.slice(0, end);
};

/** Whether a packet last seen as `before` may next be seen as `next`, judged by the names of the places. */
export const mayFollow = (before: Sighting, next: Sighting): boolean => {
  if (before.direction === 'in') return nodeOf(before.place) === nodeOf(next.place);
  const peer = peerOf(before.place);
  return (
    next.direction === 'in' && (!peer || (nodeOf(next.place) === peer && peerOf(next.place) === nodeOf(before.place)))
  );
};

/** The remaining hops of a packet; 0 without an IP header. */
export const hopLimit = (packet: Layers): number => ipOf(packet)?.hopLimit ?? 0;

/** The IP header, IPv4 or IPv6. */
export const ipOf = ({ ipv4, ipv6 }: Layers): Ip | undefined => ipv4 ?? ipv6;

/** The node at the other end of the link: `transit` of `edge:to-transit`. */
export const peerOf = (place: string): string | undefined => /:to-(.+)$/.exec(place)?.[1];
