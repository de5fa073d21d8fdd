import { macText } from './address-text.ts';
import { remembered } from './remembered.ts';
import type { Ethernet, LayerName } from './decoded-packet.ts';
import { skip, available, bytesAt, tooShort, type DecodeLayer, type PacketBytes } from './packet-bytes.ts';

/** Ethernet II with any number of VLAN tags (IEEE 802.1Q, 802.1ad). */
export const ethernet: DecodeLayer = (bytes) => {
  if (available(bytes) < headerBytes) return { layers: tooShort(bytes, 'ethernet') };
  const vlans = readVlans(bytes);
  const headerLength = headerBytes + 4 * vlans.length;
  if (available(bytes) < headerLength) return { layers: tooShort(bytes, 'ethernet') };
  const etherType = bytes.view.getUint16(bytes.at + headerLength - 2);
  const layer = layersByEtherType[etherType];
  const plain = remembered(headers, bytesAt(bytes, 0, headerBytes), formatHeader);
  const layers = { ethernet: vlans.length > 0 ? { ...plain, etherType, vlans } : plain };
  return layer ? { layers, next: { layer, bytes: skip(bytes, headerLength) } } : { layers };
};

/** All packets in one direction of a link have the same header. */
const headers = new Map<string, Ethernet>();

const formatHeader = (bytes: Uint8Array): Ethernet => ({
  destination: macText(bytes.subarray(0, 6)),
  source: macText(bytes.subarray(6, 12)),
  etherType: (bytes[12]! << 8) | bytes[13]!,
});

const headerBytes = 14;
const vlanTypes = [0x8100, 0x88a8];

/** The layer that follows an Ethernet header, by EtherType. */
export const layersByEtherType: Readonly<Record<number, LayerName>> = { 0x0800: 'ipv4', 0x0806: 'arp', 0x86dd: 'ipv6' };

const readVlans = ({ view, at, end }: PacketBytes): readonly number[] => {
  const vlans: number[] = [];
  for (let tag = at + 12; tag + 4 <= end && vlanTypes.includes(view.getUint16(tag)); tag += 4)
    vlans.push(view.getUint16(tag + 2) & 0x0fff);
  return vlans;
};
