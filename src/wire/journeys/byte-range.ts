import type { Layers } from '../layers/decoded-packet.ts';
import { ipOf } from './sighting.ts';

/** Which bytes of which stream a packet carries: what tells a super-packet from its segments, a datagram from its fragments. */
export interface ByteRange {
  /** TCP bytes of one direction of a connection, or the payload of one datagram. */
  readonly stream: string;
  /** A sequence number, or an offset in the datagram; 32 bits, round which it wraps. */
  readonly from: number;
  readonly length: number;
}

/** The spans of a packet; a TCP packet over IPv4 has two, since it may be cut in either way. */
export const byteRanges = (packet: Layers): readonly ByteRange[] =>
  [segmentOf(packet), datagramOf(packet)].filter(
    (span) => span !== undefined && span.length > 0,
  ) as readonly ByteRange[];

/** Whether `part` is a piece of `whole` and not all of it. */
export const isPieceOf = (part: ByteRange, whole: ByteRange): boolean =>
  part.stream === whole.stream &&
  part.length < whole.length &&
  ((part.from - whole.from) >>> 0) + part.length <= whole.length;

const segmentOf = (packet: Layers): ByteRange | undefined => {
  const { tcp } = packet;
  const ip = ipOf(packet);
  if (!tcp || !ip || ip.fragment || tcp.payloadLength === undefined) return undefined;
  const stream = `tcp ${ip.source} ${tcp.source} ${ip.destination} ${tcp.destination}`;
  return { stream, from: tcp.sequence, length: tcp.payloadLength };
};

const datagramOf = (packet: Layers): ByteRange | undefined => {
  const ip = ipOf(packet);
  const id = ip?.fragment?.id ?? (packet.ipv4?.dontFragment ? undefined : packet.ipv4?.id);
  if (!ip || id === undefined) return undefined;
  const stream = `datagram ${ip.source} ${ip.destination} ${ip.protocol} ${id}`;
  return { stream, from: ip.fragment?.offset ?? 0, length: ip.length - ip.headerLength };
};
