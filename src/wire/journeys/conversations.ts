import type { Family } from '../../evidence/family.ts';
import type { Layers } from '../layers/decoded-packet.ts';
import type { Journey } from './journey.ts';
import { ipOf } from './sighting.ts';

/** All packets between two ends, with the ICMP errors about them. */
export interface Conversation {
  readonly family: Family;
  readonly protocol: 'tcp' | 'udp' | 'other';
  /** The sender of the first packet comes first. */
  readonly ends: readonly [ConversationEnd, ConversationEnd];
  readonly journeys: readonly Journey[];
}

export interface ConversationEnd {
  readonly address: string;
  readonly port?: number;
}

/** Groups journeys by conversation, in order of first packets; leaves out link-local ones (ARP and ND). */
export const conversations = (journeys: readonly Journey[]): readonly Conversation[] => {
  const byKey = new Map<string, Conversation & { readonly journeys: Journey[] }>();
  const keysByDatagram = new Map<string, string>();
  for (const journey of journeys) {
    const packet = subjectOf(journey.packet);
    const ip = ipOf(packet);
    if (!ip || isLinkLocal(journey.packet)) continue;
    const ends = endsOf(packet);
    const datagram = [ip.source, ip.destination, ip.fragment?.id ?? packet.ipv4?.id].join(' ');
    const isLaterFragment = (ip.fragment?.offset ?? 0) > 0;
    const key = (isLaterFragment && keysByDatagram.get(datagram)) || keyOf(ends, ip.protocol);
    if (!isLaterFragment) keysByDatagram.set(datagram, key);
    const conversation = byKey.get(key);
    if (conversation) conversation.journeys.push(journey);
    else
      byKey.set(key, {
        ...{ family: packet.ipv4 ? 'ipv4' : 'ipv6', ends, journeys: [journey] },
        protocol: packet.tcp ? 'tcp' : packet.udp ? 'udp' : 'other',
      });
  }
  return [...byKey.values()];
};

/** An ICMP error belongs to the conversation of the packet that it quotes. */
const subjectOf = (packet: Layers): Layers => (packet.quoted && ipOf(packet.quoted) ? packet.quoted : packet);

const endsOf = (packet: Layers): readonly [ConversationEnd, ConversationEnd] => {
  const { source, destination } = ipOf(packet)!;
  const ports = packet.tcp ?? packet.udp;
  return ports
    ? [
        { address: source, port: ports.source },
        { address: destination, port: ports.destination },
      ]
    : [{ address: source }, { address: destination }];
};

const keyOf = (ends: readonly [ConversationEnd, ConversationEnd], protocol: number): string =>
  [...ends.map(({ address, port }) => `${address} ${port ?? ''}`).sort(), protocol].join(' ');

/** Whether a packet is a neighbour discovery, router or multicast listener message; ARP has no IP header. */
export const isLinkLocal = ({ icmpv6 }: Layers): boolean =>
  icmpv6 !== undefined && ((icmpv6.type >= 130 && icmpv6.type <= 137) || icmpv6.type === 143);
