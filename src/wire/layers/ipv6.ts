import { addressText } from './address-text.ts';
import { ipPayload } from './ip-payload.ts';
import { readExtensions } from './ipv6-extensions.ts';
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

/** IPv6 with its extension headers (RFC 8200). */
export const ipv6: DecodeLayer = (bytes) => {
  if (available(bytes) < headerBytes) return { layers: tooShort(bytes, 'ipv6') };
  const { view, at } = bytes;
  if (view.getUint8(at) >>> 4 !== 6) return { layers: { malformed: 'ipv6 header has the wrong version' } };
  const length = packetLength(bytes);
  const packet = limitTo(bytes, length);
  const extensions = readExtensions(skip(packet, headerBytes), view.getUint8(at + 6));
  const { names, protocol, fragment, failure } = extensions;
  const headerLength = headerBytes + extensions.length;
  const header = {
    source: addressText(bytesAt(bytes, 8, 16)),
    destination: addressText(bytesAt(bytes, 24, 16)),
    hopLimit: view.getUint8(at + 7),
    trafficClass: (view.getUint16(at) >>> 4) & 0xff,
    flowLabel: view.getUint32(at) & 0xfffff,
    headerLength,
    length,
    protocol,
  };
  const extended = names.length > 0 ? { ...header, extensions: names, ...(fragment && { fragment }) } : header;
  const layers = { ipv6: extended, ...overlong(bytes, length, 'ipv6'), ...failure };
  return failure ? { layers } : { layers, ...ipPayload(protocol, skip(packet, headerLength), fragment) };
};

const headerBytes = 40;

/** A jumbogram or a super-packet larger than 64 kB has a payload length of 0; the frame length is used instead. */
const packetLength = (bytes: PacketBytes): number => {
  const { view, at } = bytes;
  const payload = view.getUint16(at + 4);
  const isEmpty = view.getUint8(at + 6) === noNextHeader;
  return payload === 0 && !isEmpty ? Math.max(headerBytes, originalLength(bytes)) : headerBytes + payload;
};

const noNextHeader = 59;
