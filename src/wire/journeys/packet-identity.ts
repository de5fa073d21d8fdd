import type { Icmp, Layers } from '../layers/decoded-packet.ts';
import { ipOf } from './sighting.ts';

/**
 * What stays the same of a packet wherever it is seen: addresses, ports, sequence numbers, lengths, and the IPv4 id.
 * Not: hop limit, checksums, TCP options (MSS is rewritten by clamps), flow label, traffic class.
 */
export const packetIdentity = (packet: Layers): string => {
  const ip = ipOf(packet);
  if (!ip) return packet.arp ? words('arp', packet.arp.operation, packet.arp.sender, packet.arp.target) : 'unknown';
  const fragment = ip.fragment && words(ip.fragment.id, ip.fragment.offset);
  return words(conversation(packet), transport(packet), ip.length - ip.headerLength - optionBytes(packet), fragment);
};

/**
 * The identity as far as an ICMP error may quote it: eight bytes of the transport header suffice. A first fragment is
 * quoted as its datagram, since a destination quotes what it has put together.
 */
export const quotedIdentity = (packet: Layers): string =>
  words(conversation(packet), packet.tcp ? packet.tcp.sequence : transport(packet));

const conversation = (packet: Layers): string => {
  const ip = ipOf(packet)!;
  const { source, destination, protocol, fragment } = ip;
  const ports = packet.tcp ?? packet.udp;
  return words(
    ...[source, destination, protocol, packet.ipv4?.id],
    ...[ports?.source, ports?.destination],
    ...(fragment && fragment.offset > 0 ? [fragment.id, fragment.offset] : []),
  );
};

const transport = ({ tcp, icmp, icmpv6, quoted, inner }: Layers): string =>
  words(
    tcp && words(tcp.sequence, tcp.acknowledgement, tcp.flags?.syn, tcp.flags?.fin, tcp.flags?.rst),
    message(icmp ?? icmpv6),
    quoted && ipOf(quoted) && quotedIdentity(quoted),
    inner && ipOf(inner) && packetIdentity(inner),
  );

/** TCP options may be added and taken away on the way. */
const optionBytes = ({ tcp }: Layers): number => tcp?.headerLength ?? 0;

const message = (icmp: Icmp | undefined): string | undefined =>
  icmp && words(icmp.type, icmp.code, icmp.mtu, icmp.echo?.id, icmp.echo?.sequence, icmp.neighbour?.target);

const words = (...parts: readonly (string | number | boolean | undefined)[]): string =>
  parts.map((part) => part ?? '').join(' ');
