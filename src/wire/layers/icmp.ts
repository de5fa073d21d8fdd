import type { Icmp } from './decoded-packet.ts';
import { after, available, short, type DecodeLayer, type Part } from './packet-bytes.ts';

/** ICMP (RFC 792, RFC 1191): errors lead to the packet that they quote. */
export const icmp: DecodeLayer = (part) => {
  if (available(part) < 8) return { layers: short(part, 'icmp') };
  const { view, at } = part;
  const type = view.getUint8(at);
  const found: Icmp = { ...startOf(part), ...(echoes.includes(type) && { echo: echoOf(part) }) };
  const fragmentationNeeded = type === 3 && found.code === 4;
  return {
    layers: { icmp: { ...found, ...(fragmentationNeeded && { mtu: view.getUint16(at + 6) }) } },
    ...(errors.includes(type) && { next: { layer: 'ipv4', part: quotation(part), as: 'quoted' } }),
  };
};

/** Type, code and checksum. */
export const startOf = ({ view, at }: Part): Icmp => ({
  type: view.getUint8(at),
  code: view.getUint8(at + 1),
  checksum: view.getUint16(at + 2),
});

export const echoOf = ({ view, at }: Part): NonNullable<Icmp['echo']> => ({
  id: view.getUint16(at + 4),
  sequence: view.getUint16(at + 6),
});

/** What an error quotes ends anywhere: so nothing in it is malformed for being short. */
export const quotation = (part: Part): Part => ({ ...after(part, 8), until: Infinity });

const echoes = [0, 8];
/** Destination unreachable, source quench, redirect, time exceeded, parameter problem. */
const errors = [3, 4, 5, 11, 12];
