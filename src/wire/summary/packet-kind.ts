import { smallestIpv6Mtu } from '../../evidence/family.ts';
import type { Icmp, Layers } from '../layers/decoded-packet.ts';
import { ipOf } from '../journeys/sighting.ts';

/** What people call a packet; `large` carries more than the smallest MTU of IPv6, `small` carries something, `ack` only acknowledges. */
export const packetKinds = [
  ...(['syn', 'syn-ack', 'large', 'small', 'ack', 'fin', 'rst', 'fragment', 'ptb', 'error', 'other'] as const),
] as const;

export type PacketKind = (typeof packetKinds)[number];

/** The kind of a packet; a segment that carries something and ends the connection too is called by what it carries. */
export const packetKind = (packet: Layers): PacketKind => {
  const { tcp } = packet;
  const ip = ipOf(packet);
  const carries = ip && ip.length > smallestIpv6Mtu ? 'large' : 'small';
  if (ip?.fragment) return 'fragment';
  if (packet.quoted) return isTooBig(packet.icmp, 3, 4) || isTooBig(packet.icmpv6, 2, 0) ? 'ptb' : 'error';
  if (!tcp) return packet.udp || (packet.icmp ?? packet.icmpv6)?.echo ? carries : 'other';
  if (tcp.flags?.rst) return 'rst';
  if (tcp.flags?.syn) return tcp.flags.ack ? 'syn-ack' : 'syn';
  if ((tcp.payloadLength ?? 0) > 0) return carries;
  return tcp.flags?.fin ? 'fin' : 'ack';
};

const isTooBig = (icmp: Icmp | undefined, type: number, code: number): boolean =>
  icmp?.type === type && icmp.code === code;
