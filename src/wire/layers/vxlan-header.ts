import { available, skip, tooShort, type DecodeLayer } from './packet-bytes.ts';

/** VXLAN (RFC 7348): 8 bytes, and the Ethernet frame that it carries. */
export const vxlan: DecodeLayer = (bytes) => {
  if (available(bytes) < headerBytes) return { layers: tooShort(bytes, 'vxlan') };
  const { view, at } = bytes;
  const hasId = (view.getUint8(at) & 0x08) !== 0;
  if (!hasId) return { layers: { malformed: 'vxlan header without a network identifier' } };
  const header = { id: view.getUint32(at + 4) >>> 8 };
  return { layers: { vxlan: header }, next: { layer: 'ethernet', bytes: skip(bytes, headerBytes), as: 'inner' } };
};

/** The UDP port of VXLAN (IANA). */
export const vxlanPort = 4789;

const headerBytes = 8;
