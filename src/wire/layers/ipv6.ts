import { addressText } from './address-text.ts';
import { ipPayload } from './ip-payload.ts';
import { extensionsOf } from './ipv6-extensions.ts';
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
export const ipv6: DecodeLayer = (part) => {
  if (available(part) < headerBytes) return { layers: tooShort(part, 'ipv6') };
  const { view, at } = part;
  if (view.getUint8(at) >>> 4 !== 6) return { layers: { malformed: 'ipv6 header of another version' } };
  const length = lengthOf(part);
  const packet = limitTo(part, length);
  const { names, bytes, protocol, fragment, stopped } = extensionsOf(skip(packet, headerBytes), view.getUint8(at + 6));
  const layers = {
    ipv6: {
      source: addressText(bytesAt(part, 8, 16)),
      destination: addressText(bytesAt(part, 24, 16)),
      hopLimit: view.getUint8(at + 7),
      trafficClass: (view.getUint16(at) >>> 4) & 0xff,
      flowLabel: view.getUint32(at) & 0xfffff,
      headerLength: headerBytes + bytes,
      length,
      protocol,
      ...(names.length > 0 && { extensions: names }),
      ...(fragment && { fragment }),
    },
    ...overlong(part, length, 'ipv6'),
    ...stopped,
  };
  return stopped ? { layers } : { layers, ...ipPayload(protocol, skip(packet, headerBytes + bytes), fragment) };
};

const headerBytes = 40;

/** A jumbogram or a super-packet larger than 64 kB has a payload length of 0: then the frame tells. */
const lengthOf = (part: PacketBytes): number => {
  const { view, at } = part;
  const payload = view.getUint16(at + 4);
  const empty = view.getUint8(at + 6) === noNextHeader;
  return payload === 0 && !empty ? Math.max(headerBytes, originalLength(part)) : headerBytes + payload;
};

const noNextHeader = 59;
