import type { Icmp } from './decoded-packet.ts';
import { skip, available, tooShort, type DecodeLayer, type PacketBytes } from './packet-bytes.ts';

/** ICMP (RFC 792, RFC 1191): errors lead to the packet that they quote. */
export const icmp: DecodeLayer = (part) => {
  if (available(part) < 8) return { layers: tooShort(part, 'icmp') };
  const { view, at } = part;
  const type = view.getUint8(at);
  const found: Icmp = { ...icmpHeader(part), ...(echoes.includes(type) && { echo: echoHeader(part) }) };
  const fragmentationNeeded = type === 3 && found.code === 4;
  return {
    layers: { icmp: { ...found, ...(fragmentationNeeded && { mtu: view.getUint16(at + 6) }) } },
    ...(errors.includes(type) && { next: { layer: 'ipv4', part: quotedBytes(part), as: 'quoted' } }),
  };
};

/** Type, code and checksum. */
export const icmpHeader = ({ view, at }: PacketBytes): Icmp => ({
  type: view.getUint8(at),
  code: view.getUint8(at + 1),
  checksum: view.getUint16(at + 2),
});

export const echoHeader = ({ view, at }: PacketBytes): NonNullable<Icmp['echo']> => ({
  id: view.getUint16(at + 4),
  sequence: view.getUint16(at + 6),
});

/** What an error quotes ends anywhere: so nothing in it is malformed for being short. */
export const quotedBytes = (part: PacketBytes): PacketBytes => ({ ...skip(part, 8), until: Infinity });

const echoes = [0, 8];
/** Destination unreachable, source quench, redirect, time exceeded, parameter problem. */
const errors = [3, 4, 5, 11, 12];
