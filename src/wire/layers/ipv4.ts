import { addressText } from './address-text.ts';
import type { Fragment, Ipv4 } from './decoded-packet.ts';
import { ipPayload } from './ip-payload.ts';
import {
  skip,
  available,
  bytesAt,
  limitTo,
  overlong,
  tooShort,
  type DecodeLayer,
  type PacketBytes,
  originalLength,
} from './packet-bytes.ts';

/** IPv4 with options and fragments (RFC 791). */
export const ipv4: DecodeLayer = (bytes) => {
  if (available(bytes) < 20) return { layers: tooShort(bytes, 'ipv4') };
  const { view, at } = bytes;
  const headerLength = (view.getUint8(at) & 0x0f) * 4;
  const length = packetLength(bytes);
  if (view.getUint8(at) >>> 4 !== 4) return { layers: { malformed: 'ipv4 header has the wrong version' } };
  if (headerLength < 20) return { layers: { malformed: `ipv4 header of ${headerLength} bytes` } };
  if (length < headerLength) return { layers: { malformed: `ipv4 packet of ${length} bytes` } };
  const fragment = readFragment(bytes);
  const packet = limitTo(bytes, length);
  const header: Draft = {
    source: addressText(bytesAt(bytes, 12, 4)),
    destination: addressText(bytesAt(bytes, 16, 4)),
    hopLimit: view.getUint8(at + 8),
    trafficClass: view.getUint8(at + 1),
    headerLength,
    length,
    protocol: view.getUint8(at + 9),
    id: view.getUint16(at + 4),
    dontFragment: (view.getUint16(at + 6) & 0x4000) !== 0,
    checksum: view.getUint16(at + 10),
  };
  if (fragment) header.fragment = fragment;
  const layers = { ipv4: header, ...overlong(bytes, length, 'ipv4') };
  if (available(packet) < headerLength) return { layers: { ...layers, ...tooShort(packet, 'ipv4') } };
  return { layers, ...ipPayload(view.getUint8(at + 9), skip(packet, headerLength), fragment) };
};

type Draft = { -readonly [Key in keyof Ipv4]: Ipv4[Key] };

/** A super-packet larger than 64 kB has a length of 0 (BIG TCP); the frame length is used instead. */
const packetLength = (bytes: PacketBytes): number => bytes.view.getUint16(bytes.at + 2) || originalLength(bytes);

const readFragment = ({ view, at }: PacketBytes): Fragment | undefined => {
  const bits = view.getUint16(at + 6);
  const offset = (bits & 0x1fff) * 8;
  const more = (bits & 0x2000) !== 0;
  return offset > 0 || more ? { id: view.getUint16(at + 4), offset, more } : undefined;
};
