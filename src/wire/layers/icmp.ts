import type { Icmp } from './decoded-packet.ts';
import { skip, available, tooShort, type DecodeLayer, type PacketBytes } from './packet-bytes.ts';

/** ICMP (RFC 792, RFC 1191); after an error comes the packet that it quotes. */
export const icmp: DecodeLayer = (bytes) => {
  if (available(bytes) < 8) return { layers: tooShort(bytes, 'icmp') };
  const { view, at } = bytes;
  const type = view.getUint8(at);
  const header: Icmp = { ...icmpHeader(bytes), ...(echoTypes.includes(type) && { echo: echoHeader(bytes) }) };
  const isFragmentationNeeded = type === 3 && header.code === 4;
  return {
    layers: { icmp: { ...header, ...(isFragmentationNeeded && { mtu: view.getUint16(at + 6) }) } },
    ...(errorTypes.includes(type) && { next: { layer: 'ipv4', bytes: quotedBytes(bytes), as: 'quoted' } }),
  };
};

/** The type, code and checksum of ICMP and ICMPv6. */
export const icmpHeader = ({ view, at }: PacketBytes): Icmp => ({
  type: view.getUint8(at),
  code: view.getUint8(at + 1),
  checksum: view.getUint16(at + 2),
});

/** The identifier and sequence number of an echo request or reply. */
export const echoHeader = ({ view, at }: PacketBytes): NonNullable<Icmp['echo']> => ({
  id: view.getUint16(at + 4),
  sequence: view.getUint16(at + 6),
});

/** The packet that an error quotes; a quotation may end anywhere, so its packet is never malformed for being short. */
export const quotedBytes = (bytes: PacketBytes): PacketBytes => ({ ...skip(bytes, 8), originalEnd: Infinity });

const echoTypes = [0, 8];
/** Destination unreachable, source quench, redirect, time exceeded, parameter problem. */
const errorTypes = [3, 4, 5, 11, 12];
