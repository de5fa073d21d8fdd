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

/** Groups journeys by conversation, in order of first packets; leaves out link-local ones (ARP and ND), also inside tunnels. */
export const conversations = (journeys: readonly Journey[]): readonly Conversation[] => {
  const byKey = new Map<string, Conversation & { readonly journeys: Journey[] }>();
  const keysByDatagram = new Map<string, string>();
  for (const journey of journeys) {
    const outermost = quotedOf(journey.packet);
    const packet = innermostOf(outermost);
    const ip = ipOf(outermost);
    if (!ip || isLinkLocal(journey.packet) || isLinkLocal(packet)) continue;
    const id = ip.fragment?.id ?? outermost.ipv4?.id;
    const datagram = id === undefined ? undefined : `${ip.source} ${ip.destination} ${id}`;
    const isLaterFragment = (ip.fragment?.offset ?? 0) > 0;
    const key = (isLaterFragment && keysByDatagram.get(datagram!)) || conversationKey(packet);
    if (!isLaterFragment && datagram !== undefined) keysByDatagram.set(datagram, key);
    const conversation = byKey.get(key);
    if (conversation) conversation.journeys.push(journey);
    else
      byKey.set(key, {
        ...{ family: packet.ipv4 ? 'ipv4' : 'ipv6', ends: endsOf(packet), journeys: [journey] },
        protocol: packet.tcp ? 'tcp' : packet.udp ? 'udp' : 'other',
      });
  }
  return [...byKey.values()];
};

/**
 * The packet whose ends are those of the conversation: an ICMP error belongs to that of the packet that it quotes, and a packet of a tunnel to
 * that of the packet inside.
 */
export const subjectOf = (packet: Layers): Layers => innermostOf(quotedOf(packet));

const quotedOf = (packet: Layers): Layers => (packet.quoted && ipOf(packet.quoted) ? packet.quoted : packet);

/** An ICMP error inside a tunnel again belongs to the packet that it quotes. */
const innermostOf = (packet: Layers): Layers => (packet.inner && ipOf(packet.inner) ? subjectOf(packet.inner) : packet);

/** Equal for the packets of both directions; the packet has an IP header. */
export const conversationKey = (packet: Layers): string => {
  const { source, destination, protocol } = ipOf(packet)!;
  const ports = packet.tcp ?? packet.udp;
  const from = `${source} ${ports?.source ?? ''}`;
  const to = `${destination} ${ports?.destination ?? ''}`;
  return (from < to ? [from, to, protocol] : [to, from, protocol]).join(' ');
};

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

/** The family and the ends of the conversation with this key, in no particular order. */
export const endsOfKey = (key: string): Pick<Conversation, 'family' | 'ends'> => {
  const [one, onePort, other, otherPort] = key.split(' ');
  return { family: one!.includes(':') ? 'ipv6' : 'ipv4', ends: [endOf(one!, onePort), endOf(other!, otherPort)] };
};

const endOf = (address: string, port = ''): ConversationEnd =>
  port === '' ? { address } : { address, port: Number(port) };

/** Whether a packet is a neighbour discovery, router or multicast listener message; ARP has no IP header. */
export const isLinkLocal = ({ icmpv6 }: Layers): boolean =>
  icmpv6 !== undefined && ((icmpv6.type >= 130 && icmpv6.type <= 137) || icmpv6.type === 143);
