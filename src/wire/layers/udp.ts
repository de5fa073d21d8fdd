import { available, tooShort, type DecodeLayer } from './packet-bytes.ts';

/** UDP (RFC 768); of four quoted bytes the ports are told. */
export const udp: DecodeLayer = (part) => {
  const { view, at } = part;
  if (available(part) < 4) return { layers: tooShort(part, 'udp') };
  const ports = { source: view.getUint16(at), destination: view.getUint16(at + 2) };
  if (available(part) < 8) return { layers: { udp: ports, ...tooShort(part, 'udp') } };
  const length = view.getUint16(at + 4) || part.until - at;
  if (length < 8) return { layers: { udp: ports, malformed: `udp datagram of ${length} bytes` } };
  return { layers: { udp: { ...ports, checksum: view.getUint16(at + 6), payloadLength: length - 8 } } };
};
