import type { Layers } from '../layers/decoded-packet.ts';
import { ipOf } from './sighting.ts';

/** The bytes of a stream in a packet: they relate a super-packet to its segments and a datagram to its fragments. */
export interface ByteRange {
  /** One direction of a TCP connection, or the payload of one datagram. */
  readonly stream: string;
  /** A sequence number or an offset in the datagram; 32 bits, wraps around. */
  readonly from: number;
  /** Bytes. */
  readonly length: number;
}

/** The byte ranges of a packet; a TCP packet over IPv4 has two, since it may be segmented or fragmented. */
export const byteRanges = (packet: Layers): readonly ByteRange[] =>
  [segmentRange(packet), datagramRange(packet)].filter(
    (range) => range !== undefined && range.length > 0,
  ) as readonly ByteRange[];

/** Whether `part` is a piece of `whole` and not all of it. */
export const isPieceOf = (part: ByteRange, whole: ByteRange): boolean =>
  part.stream === whole.stream &&
  part.length < whole.length &&
  ((part.from - whole.from) >>> 0) + part.length <= whole.length;

const segmentRange = (packet: Layers): ByteRange | undefined => {
  const { tcp } = packet;
  const ip = ipOf(packet);
  if (!tcp || !ip || ip.fragment || tcp.payloadLength === undefined) return undefined;
  const stream = `tcp ${ip.source} ${tcp.source} ${ip.destination} ${tcp.destination}`;
  return { stream, from: tcp.sequence, length: tcp.payloadLength };
};

const datagramRange = (packet: Layers): ByteRange | undefined => {
  const ip = ipOf(packet);
  const id = ip?.fragment?.id ?? (packet.ipv4?.dontFragment ? undefined : packet.ipv4?.id || undefined);
  if (!ip || id === undefined) return undefined;
  const stream = `datagram ${ip.source} ${ip.destination} ${ip.protocol} ${id}`;
  return { stream, from: ip.fragment?.offset ?? 0, length: ip.length - ip.headerLength };
};
