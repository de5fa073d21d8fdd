import { addressText, macText } from './address-text.ts';
import type { Icmp, Neighbour } from './decoded-packet.ts';
import { echoHeader, quotedBytes, icmpHeader } from './icmp.ts';
import { available, bytesAt, tooShort, type DecodeLayer, type PacketBytes } from './packet-bytes.ts';

/** ICMPv6 (RFC 4443) with neighbour discovery (RFC 4861): errors lead to the packet that they quote. */
export const icmpv6: DecodeLayer = (part) => {
  if (available(part) < 8) return { layers: tooShort(part, 'icmpv6') };
  const { view, at } = part;
  const type = view.getUint8(at);
  const options = optionsFrom[type];
  if (options !== undefined && available(part) < options) return { layers: tooShort(part, 'icmpv6') };
  const found: Icmp = {
    ...icmpHeader(part),
    ...(type === packetTooBig && { mtu: view.getUint32(at + 4) }),
    ...(echoes.includes(type) && { echo: echoHeader(part) }),
    ...(options !== undefined && { neighbour: neighbourOf(part, options) }),
  };
  return {
    layers: { icmpv6: found },
    ...(type >= 1 && type <= 4 && { next: { layer: 'ipv6', part: quotedBytes(part), as: 'quoted' } }),
  };
};

const packetTooBig = 2;
const echoes = [128, 129];

/** Where the options begin: router solicitation and advertisement, neighbour solicitation and advertisement, redirect. */
const optionsFrom: Readonly<Record<number, number>> = { 133: 8, 134: 16, 135: 24, 136: 24, 137: 40 };

const neighbourOf = (part: PacketBytes, options: number): Neighbour => ({
  ...(options >= 24 && { target: addressText(bytesAt(part, 8, 16)) }),
  ...neighbourOptions(part, options),
});

const neighbourOptions = (part: PacketBytes, from: number): Neighbour => {
  let found: Neighbour = {};
  const { view, at } = part;
  for (let next = from; next + 8 <= available(part);) {
    const kind = view.getUint8(at + next);
    const length = view.getUint8(at + next + 1) * 8;
    if (length === 0) break;
    if (kind === 1 || kind === 2) found = { ...found, mac: macText(bytesAt(part, next + 2, 6)) };
    if (kind === 5) found = { ...found, mtu: view.getUint32(at + next + 4) };
    next += length;
  }
  return found;
};
