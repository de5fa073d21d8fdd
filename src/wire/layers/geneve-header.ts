import { available, skip, tooShort, type DecodeLayer } from './packet-bytes.ts';
import { layersByEtherType } from './ethernet.ts';

/** Geneve (RFC 8926): 8 bytes and options, and the Ethernet frame or the packet that it carries. */
export const geneve: DecodeLayer = (bytes) => {
  if (available(bytes) < fixedBytes) return { layers: tooShort(bytes, 'geneve') };
  const { view, at } = bytes;
  const first = view.getUint8(at);
  if (first >>> 6 !== 0) return { layers: { malformed: `geneve version ${first >>> 6} is not decoded` } };
  const headerLength = fixedBytes + (first & 0x3f) * 4;
  if (available(bytes) < headerLength) return { layers: tooShort(bytes, 'geneve') };
  const protocol = view.getUint16(at + 2);
  const layers = { geneve: { id: view.getUint32(at + 4) >>> 8, headerLength } };
  const layer = protocol === transparentBridging ? 'ethernet' : layersByEtherType[protocol];
  return layer ? { layers, next: { layer, bytes: skip(bytes, headerLength), as: 'inner' } } : { layers };
};

/** The UDP port of Geneve (IANA). */
export const genevePort = 6081;

const fixedBytes = 8;
const transparentBridging = 0x6558;
