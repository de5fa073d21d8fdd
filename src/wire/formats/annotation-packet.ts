import { viewOf } from './block-reader.ts';

/**
 * Makes a packet of a text, so that every tool shows it in the packet list: a syslog message (RFC 3164, facility
 * local0, notice) in UDP and IPv6 from ::1 to ::1. A comment alone is shown only by Wireshark, and not in the list.
 */
export const annotationPacket = (text: string): Uint8Array => {
  const message = new TextEncoder().encode(`<133>mtulab: ${text}`).subarray(0, maxMessageBytes);
  const bytes = new Uint8Array(headerBytes + message.length);
  const view = viewOf(bytes);
  view.setUint16(12, 0x86dd);
  view.setUint32(14, 0x6000_0000);
  view.setUint16(18, 8 + message.length);
  view.setUint16(20, (17 << 8) | 64);
  view.setUint8(37, 1);
  view.setUint8(53, 1);
  view.setUint16(54, 514);
  view.setUint16(56, 514);
  view.setUint16(58, 8 + message.length);
  bytes.set(message, headerBytes);
  view.setUint16(60, checksum(view));
  return bytes;
};

/** Ethernet 14, IPv6 40, UDP 8. */
const headerBytes = 62;
const maxMessageBytes = 1200;

/** The Internet checksum of addresses, length, protocol and UDP (RFC 8200 section 8.1); never 0 over IPv6. */
const checksum = (view: DataView): number => {
  let sum = view.getUint16(18) + 17;
  for (let at = 22; at < view.byteLength; at += 2)
    sum += at + 1 < view.byteLength ? view.getUint16(at) : view.getUint8(at) << 8;
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16);
  return ~sum & 0xffff || 0xffff;
};
