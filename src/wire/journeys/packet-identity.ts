import type { Icmp, Layers } from '../layers/decoded-packet.ts';
import { ipOf } from './sighting.ts';

/**
 * The fields that are the same wherever a packet is seen: addresses, ports, sequence numbers, lengths, and IPv4 ID.
 * Excludes hop limit, checksums, TCP options (clamps rewrite the MSS), flow label and traffic class.
 */
export const packetIdentity = (packet: Layers): string => {
  const ip = ipOf(packet);
  if (!ip) return packet.arp ? join('arp', packet.arp.operation, packet.arp.sender, packet.arp.target) : 'unknown';
  const fragment = ip.fragment && join(ip.fragment.id, ip.fragment.offset);
  return join(flowFields(packet), transportFields(packet), ip.length - ip.headerLength - optionBytes(packet), fragment);
};

/**
 * The identity in an ICMP error's quotation, for which 8 bytes of the transport header suffice. A first fragment has
 * the identity of its datagram, since a destination quotes the reassembled datagram.
 */
export const quotedIdentity = (packet: Layers): string =>
  join(flowFields(packet), packet.tcp ? packet.tcp.sequence : transportFields(packet));

const flowFields = (packet: Layers): string => {
  const ip = ipOf(packet)!;
  const { source, destination, protocol, fragment } = ip;
  const ports = packet.tcp ?? packet.udp;
  // An ID of 0 identifies no packet (RFC 6864).
  const datagram = join(source, destination, protocol, packet.ipv4?.id || undefined, ports?.source, ports?.destination);
  return fragment && fragment.offset > 0 ? join(datagram, fragment.id, fragment.offset) : datagram;
};

const transportFields = ({ tcp, icmp, icmpv6, quoted, inner }: Layers): string =>
  join(
    tcp && join(tcp.sequence, tcp.acknowledgement, tcp.flags?.syn, tcp.flags?.fin, tcp.flags?.rst),
    icmpFields(icmp ?? icmpv6),
    quoted && ipOf(quoted) && quotedIdentity(quoted),
    inner && ipOf(inner) && packetIdentity(inner),
  );

/** Nodes on the path may add and remove TCP options. */
const optionBytes = ({ tcp }: Layers): number => tcp?.headerLength ?? 0;

const icmpFields = (icmp: Icmp | undefined): string | undefined =>
  icmp && join(icmp.type, icmp.code, icmp.mtu, icmp.echo?.id, icmp.echo?.sequence, icmp.neighbour?.target);

const join = (first: Field, ...rest: readonly Field[]): string => {
  let text = `${first ?? ''}`;
  for (const field of rest) text += ` ${field ?? ''}`;
  return text;
};

type Field = string | number | boolean | undefined;
