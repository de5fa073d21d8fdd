import { layersByEtherType } from './ethernet.ts';
import { available, skip, tooShort, type DecodeLayer } from './packet-bytes.ts';

/** GRE (RFC 2784, RFC 2890), and the packet or, in Transparent Ethernet Bridging, the frame that it carries. */
export const gre: DecodeLayer = (bytes) => {
  if (available(bytes) < 4) return { layers: tooShort(bytes, 'gre') };
  const { view, at } = bytes;
  const flags = view.getUint16(at);
  const protocol = view.getUint16(at + 2);
  const version = flags & 0x0007;
  if (version !== 0) return { layers: { malformed: `gre version ${version} is not decoded` } };
  const headerLength = optionalFields.reduce((sum, flag) => sum + (flags & flag ? 4 : 0), 4);
  if (available(bytes) < headerLength) return { layers: tooShort(bytes, 'gre') };
  const layer = protocol === transparentBridging ? 'ethernet' : layersByEtherType[protocol];
  const layers = { gre: { protocol, headerLength } };
  return layer ? { layers, next: { layer, bytes: skip(bytes, headerLength), as: 'inner' } } : { layers };
};

/** The flags of the checksum, the key and the sequence number, each of which adds 4 bytes. */
const optionalFields = [0x8000, 0x2000, 0x1000] as const;

const transparentBridging = 0x6558;
