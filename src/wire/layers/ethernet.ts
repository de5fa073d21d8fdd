import { macText } from './address-text.ts';
import type { LayerName } from './decoded-packet.ts';
import { skip, available, bytesAt, tooShort, type DecodeLayer, type PacketBytes } from './packet-bytes.ts';

/** Ethernet II with any number of VLAN tags (IEEE 802.1Q, 802.1ad). */
export const ethernet: DecodeLayer = (bytes) => {
  if (available(bytes) < headerBytes) return { layers: tooShort(bytes, 'ethernet') };
  const vlans = readVlans(bytes);
  const headerLength = headerBytes + 4 * vlans.length;
  if (available(bytes) < headerLength) return { layers: tooShort(bytes, 'ethernet') };
  const etherType = bytes.view.getUint16(bytes.at + headerLength - 2);
  const layer = layersByEtherType[etherType];
  const [destination, source] = [macText(bytesAt(bytes, 0, 6)), macText(bytesAt(bytes, 6, 6))];
  const header = { destination, source, etherType };
  const layers = { ethernet: vlans.length > 0 ? { ...header, vlans } : header };
  return layer ? { layers, next: { layer, bytes: skip(bytes, headerLength) } } : { layers };
};

const headerBytes = 14;
const vlanTypes = [0x8100, 0x88a8];

const layersByEtherType: Readonly<Record<number, LayerName>> = { 0x0800: 'ipv4', 0x0806: 'arp', 0x86dd: 'ipv6' };

const readVlans = ({ view, at, end }: PacketBytes): readonly number[] => {
  const vlans: number[] = [];
  for (let tag = at + 12; tag + 4 <= end && vlanTypes.includes(view.getUint16(tag)); tag += 4)
    vlans.push(view.getUint16(tag + 2) & 0x0fff);
  return vlans;
};
