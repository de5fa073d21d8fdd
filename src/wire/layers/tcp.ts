import type { TcpFlags } from './decoded-packet.ts';
import { available, limitTo, tooShort, type DecodeLayer } from './packet-bytes.ts';
import { tcpOptions } from './tcp-options.ts';

/** TCP with its options (RFC 9293); of eight quoted bytes the ports and the sequence number are told. */
export const tcp: DecodeLayer = (part) => {
  const { view, at, until } = part;
  if (available(part) < 8) return { layers: tooShort(part, 'tcp') };
  const start = { source: view.getUint16(at), destination: view.getUint16(at + 2), sequence: view.getUint32(at + 4) };
  if (available(part) < 20) return { layers: { tcp: start, ...tooShort(part, 'tcp') } };
  const bits = view.getUint16(at + 12);
  const headerLength = (bits >>> 12) * 4;
  const header = {
    ...start,
    acknowledgement: view.getUint32(at + 8),
    headerLength,
    flags: flagsOf(bits),
    window: view.getUint16(at + 14),
    checksum: view.getUint16(at + 16),
  };
  if (headerLength < 20) return { layers: { tcp: header, malformed: `tcp header of ${headerLength} bytes` } };
  const payloadLength = until - at - headerLength;
  if (payloadLength < 0) return { layers: { tcp: header, malformed: 'tcp header is longer than its packet' } };
  const { options, stopped } = tcpOptions(limitTo(part, headerLength));
  return { layers: { tcp: { ...header, ...(options && { options }), payloadLength }, ...stopped } };
};

const flagsOf = (bits: number): TcpFlags => ({
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
