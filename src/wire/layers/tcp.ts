import type { Tcp, TcpFlags } from './decoded-packet.ts';
import { available, limitTo, tooShort, type DecodeLayer } from './packet-bytes.ts';
import { readTcpOptions } from './tcp-options.ts';

/** TCP with its options (RFC 9293); 8 quoted bytes give the ports and the sequence number. */
export const tcp: DecodeLayer = (bytes) => {
  const { view, at, originalEnd } = bytes;
  if (available(bytes) < 8) return { layers: tooShort(bytes, 'tcp') };
  const [source, destination, sequence] = [view.getUint16(at), view.getUint16(at + 2), view.getUint32(at + 4)];
  if (available(bytes) < 20) return { layers: { tcp: { source, destination, sequence }, ...tooShort(bytes, 'tcp') } };
  const bits = view.getUint16(at + 12);
  const headerLength = (bits >>> 12) * 4;
  const payloadLength = originalEnd - at - headerLength;
  const header: Draft = {
    source,
    destination,
    sequence,
    acknowledgement: view.getUint32(at + 8),
    headerLength,
    flags: flagsOf(bits & 0x1ff),
    window: view.getUint16(at + 14),
    checksum: view.getUint16(at + 16),
    payloadLength,
  };
  const malformed =
    headerLength < 20
      ? `tcp header of ${headerLength} bytes`
      : payloadLength < 0 && 'tcp header is longer than its packet';
  if (malformed) return { layers: { tcp: withoutPayload(header), malformed } };
  const { options, failure } = readTcpOptions(limitTo(bytes, headerLength));
  if (options) header.options = options; // V8 would give each copy with one more field a hidden class of its own
  return { layers: failure ? { tcp: header, ...failure } : { tcp: header } };
};

type Draft = { -readonly [Key in keyof Tcp]: Tcp[Key] };

const withoutPayload = ({ payloadLength: _, ...header }: Tcp): Tcp => header;

const readFlags = (bits: number): TcpFlags => ({
  ns: (bits & 0x100) !== 0,
  cwr: (bits & 0x80) !== 0,
  ece: (bits & 0x40) !== 0,
  urg: (bits & 0x20) !== 0,
  ack: (bits & 0x10) !== 0,
  psh: (bits & 0x08) !== 0,
  rst: (bits & 0x04) !== 0,
  syn: (bits & 0x02) !== 0,
  fin: (bits & 0x01) !== 0,
});

/** Packets with the same flags share theirs. */
const flagsOf = (bits: number): TcpFlags => (flagSets[bits] ??= readFlags(bits));

const flagSets: TcpFlags[] = [];
