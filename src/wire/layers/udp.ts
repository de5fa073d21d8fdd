import { available, skip, tooShort, type DecodeLayer } from './packet-bytes.ts';
import { genevePort } from './geneve-header.ts';
import type { LayerName } from './decoded-packet.ts';
import { vxlanPort } from './vxlan-header.ts';

/** UDP (RFC 768); 4 quoted bytes give the ports. */
export const udp: DecodeLayer = (bytes) => {
  const { view, at } = bytes;
  if (available(bytes) < 4) return { layers: tooShort(bytes, 'udp') };
  const ports = { source: view.getUint16(at), destination: view.getUint16(at + 2) };
  if (available(bytes) < 8) return { layers: { udp: ports, ...tooShort(bytes, 'udp') } };
  const length = view.getUint16(at + 4) || bytes.originalEnd - at;
  if (length < 8) return { layers: { udp: ports, malformed: `udp datagram of ${length} bytes` } };
  const layers = { udp: { ...ports, checksum: view.getUint16(at + 6), payloadLength: length - 8 } };
  const layer = tunnelsByPort.get(ports.destination);
  return layer ? { layers, next: { layer, bytes: skip(bytes, 8) } } : { layers };
};

/** What UDP carries to a port of a tunnel. */
export const tunnelsByPort: ReadonlyMap<number, LayerName> = new Map([
  [vxlanPort, 'vxlan'],
  [genevePort, 'geneve'],
]);
