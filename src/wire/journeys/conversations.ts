import type { Family } from '../../evidence/family.ts';
import type { Layers } from '../layers/decoded-packet.ts';
import type { Journey } from './journey.ts';
import { ipOf } from './sighting.ts';

/** All packets between two ends, and the errors about them. */
export interface Conversation {
  readonly family: Family;
  readonly protocol: 'tcp' | 'udp' | 'other';
  /** Whoever sent the first packet stands first. */
  readonly ends: readonly [ConversationEnd, ConversationEnd];
  readonly journeys: readonly Journey[];
}

export interface ConversationEnd {
  readonly address: string;
  readonly port?: number;
}

/** Journeys by conversation, in the order in which they began; what only concerns a link (ARP, neighbour discovery) is left out. */
export const conversations = (all: readonly Journey[]): readonly Conversation[] => {
  const found = new Map<string, Conversation & { readonly journeys: Journey[] }>();
  const pieces = new Map<string, string>();
  for (const journey of all) {
    const packet = subjectOf(journey.packet);
    const ip = ipOf(packet);
    if (!ip || isLinkLocal(journey.packet)) continue;
    const ends = endsOf(packet);
    const datagram = [ip.source, ip.destination, ip.fragment?.id ?? packet.ipv4?.id].join(' ');
    const later = (ip.fragment?.offset ?? 0) > 0;
    const key = (later && pieces.get(datagram)) || keyOf(ends, ip.protocol);
    if (!later) pieces.set(datagram, key);
    const there = found.get(key);
    if (there) there.journeys.push(journey);
    else
      found.set(key, {
        ...{ family: packet.ipv4 ? 'ipv4' : 'ipv6', ends, journeys: [journey] },
        protocol: packet.tcp ? 'tcp' : packet.udp ? 'udp' : 'other',
      });
  }
  return [...found.values()];
};

/** An error belongs to the packet that it is about. */
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

/** Neighbour discovery, router and multicast listener messages; ARP has no IP header. */
export const isLinkLocal = ({ icmpv6 }: Layers): boolean =>
  icmpv6 !== undefined && ((icmpv6.type >= 130 && icmpv6.type <= 137) || icmpv6.type === 143);
