import { minimumIpv6Mtu } from '../../evidence/family.ts';
import type { Icmp, Layers } from '../layers/decoded-packet.ts';
import { ipOf } from '../journeys/sighting.ts';

/**
 * `large` has a payload and exceeds the minimum IPv6 MTU, `small` has a payload, `ack` only acknowledges, `tunnel` carries another packet, of
 * whatever kind.
 */
export const packetKinds = [
  ...([
    'syn',
    'syn-ack',
    'large',
    'small',
    'ack',
    'fin',
    'rst',
    'fragment',
    'tunnel',
    'ptb',
    'error',
    'other',
  ] as const),
] as const;

export type PacketKind = (typeof packetKinds)[number];

/** Returns the kind of a packet; a FIN with a payload is `large` or `small`. */
export const packetKind = (packet: Layers): PacketKind => {
  const { tcp } = packet;
  const ip = ipOf(packet);
  const dataKind = ip && ip.length > minimumIpv6Mtu ? 'large' : 'small';
  if (ip?.fragment) return 'fragment';
  if (packet.inner) return 'tunnel';
  if (packet.quoted) return isMessage(packet.icmp, 3, 4) || isMessage(packet.icmpv6, 2, 0) ? 'ptb' : 'error';
  if (!tcp) return packet.udp || (packet.icmp ?? packet.icmpv6)?.echo ? dataKind : 'other';
  if (tcp.flags?.rst) return 'rst';
  if (tcp.flags?.syn) return tcp.flags.ack ? 'syn-ack' : 'syn';
  if ((tcp.payloadLength ?? 0) > 0) return dataKind;
  return tcp.flags?.fin ? 'fin' : 'ack';
};

const isMessage = (icmp: Icmp | undefined, type: number, code: number): boolean =>
  icmp?.type === type && icmp.code === code;
