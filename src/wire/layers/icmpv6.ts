import { addressText, macText } from './address-text.ts';
import type { Icmp, Neighbour } from './decoded-packet.ts';
import { echoHeader, quotedBytes, icmpHeader } from './icmp.ts';
import { available, bytesAt, tooShort, type DecodeLayer, type PacketBytes } from './packet-bytes.ts';

/** ICMPv6 (RFC 4443) with neighbour discovery (RFC 4861); after an error comes the packet that it quotes. */
export const icmpv6: DecodeLayer = (bytes) => {
  if (available(bytes) < 8) return { layers: tooShort(bytes, 'icmpv6') };
  const { view, at } = bytes;
  const type = view.getUint8(at);
  const optionsAt = optionOffsets[type];
  if (optionsAt !== undefined && available(bytes) < optionsAt) return { layers: tooShort(bytes, 'icmpv6') };
  const header: Icmp = {
    ...icmpHeader(bytes),
    ...(type === packetTooBig && { mtu: view.getUint32(at + 4) }),
    ...(echoTypes.includes(type) && { echo: echoHeader(bytes) }),
    ...(optionsAt !== undefined && { neighbour: readNeighbour(bytes, optionsAt) }),
  };
  return {
    layers: { icmpv6: header },
    ...(type >= 1 && type <= 4 && { next: { layer: 'ipv6', bytes: quotedBytes(bytes), as: 'quoted' } }),
  };
};

const packetTooBig = 2;
const echoTypes = [128, 129];

/** Where options start: router solicitation and advertisement, neighbour solicitation and advertisement, redirect. */
const optionOffsets: Readonly<Record<number, number>> = { 133: 8, 134: 16, 135: 24, 136: 24, 137: 40 };

const readNeighbour = (bytes: PacketBytes, optionsAt: number): Neighbour => ({
  ...(optionsAt >= 24 && { target: addressText(bytesAt(bytes, 8, 16)) }),
  ...readNeighbourOptions(bytes, optionsAt),
});

const readNeighbourOptions = (bytes: PacketBytes, start: number): Neighbour => {
  let options: Neighbour = {};
  const { view, at } = bytes;
  for (let next = start; next + 8 <= available(bytes);) {
    const kind = view.getUint8(at + next);
    const length = view.getUint8(at + next + 1) * 8;
    if (length === 0) break;
    if (kind === 1 || kind === 2) options = { ...options, mac: macText(bytesAt(bytes, next + 2, 6)) };
    if (kind === 5) options = { ...options, mtu: view.getUint32(at + next + 4) };
    next += length;
  }
  return options;
};
