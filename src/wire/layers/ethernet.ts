import { macText } from './address-text.ts';
import type { LayerName } from './decoded-packet.ts';
import { skip, available, bytesAt, tooShort, type DecodeLayer, type PacketBytes } from './packet-bytes.ts';

/** Ethernet II with any number of VLAN tags (IEEE 802.1Q, 802.1ad). */
export const ethernet: DecodeLayer = (part) => {
  if (available(part) < headerBytes) return { layers: tooShort(part, 'ethernet') };
  const vlans = vlansOf(part);
  const header = headerBytes + 4 * vlans.length;
  if (available(part) < header) return { layers: tooShort(part, 'ethernet') };
  const etherType = part.view.getUint16(part.at + header - 2);
  const layer = layersByType[etherType];
  return {
    layers: {
      ethernet: {
        destination: macText(bytesAt(part, 0, 6)),
        source: macText(bytesAt(part, 6, 6)),
        etherType,
        ...(vlans.length > 0 && { vlans }),
      },
    },
    ...(layer && { next: { layer, part: skip(part, header) } }),
  };
};

const headerBytes = 14;
const vlanTypes = [0x8100, 0x88a8];

const layersByType: Readonly<Record<number, LayerName>> = { 0x0800: 'ipv4', 0x0806: 'arp', 0x86dd: 'ipv6' };

const vlansOf = ({ view, at, end }: PacketBytes): readonly number[] => {
  const vlans: number[] = [];
  for (let type = at + 12; type + 4 <= end && vlanTypes.includes(view.getUint16(type)); type += 4)
    vlans.push(view.getUint16(type + 2) & 0x0fff);
  return vlans;
};
