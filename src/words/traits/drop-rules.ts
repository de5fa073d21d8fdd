/** Kinds of packets that can be dropped; `icmp` is all of ICMP and of ICMPv6, except what IPv6 neighbours need to reach each other. */
export const dropKinds = ['packet-too-big', 'fragments', 'tcp', 'udp', 'icmp', 'echo', 'acks', 'everything'] as const;

export type DropKind = (typeof dropKinds)[number];

const counted = (kind: DropKind): string => `counter drop comment "drop ${kind}"`;

/**
 * Without these messages an IPv6 link carries nothing, as an IPv4 link without ARP, which is not ICMP: neighbour discovery (RFC 4861; 133 to
 * 136), and multicast listener reports (RFC 2710, RFC 3810), by which a switch learns where to send them. Redirects (137) are dropped.
 */
const neighbourTypes: readonly string[] = [
  ...['nd-router-solicit', 'nd-router-advert', 'nd-neighbor-solicit', 'nd-neighbor-advert'],
  ...['mld-listener-query', 'mld-listener-report', 'mld-listener-done', 'mld2-listener-report'],
];

/** The nft rules of each kind; the comment identifies the rule in evidence. */
export const dropRules: Readonly<Record<DropKind, readonly string[]>> = {
  'packet-too-big': [
    `icmpv6 type packet-too-big ${counted('packet-too-big')}`,
    `icmp type destination-unreachable icmp code frag-needed ${counted('packet-too-big')}`,
  ],
  // IPv4: more fragments, or an offset
  fragments: [`exthdr frag exists ${counted('fragments')}`, `ip frag-off & 0x3fff != 0 ${counted('fragments')}`],
  tcp: [`meta l4proto tcp ${counted('tcp')}`],
  udp: [`meta l4proto udp ${counted('udp')}`],
  icmp: [`icmpv6 type != { ${neighbourTypes.join(', ')} } ${counted('icmp')}`, `ip protocol icmp ${counted('icmp')}`],
  echo: [
    `icmpv6 type { echo-request, echo-reply } ${counted('echo')}`,
    `icmp type { echo-request, echo-reply } ${counted('echo')}`,
  ],
  acks: ['tcp flags & (syn | fin | rst | ack) == ack jump acks'],
  everything: [counted('everything')],
};

/** Drops pure ACKs: segments without payload. The data offset counts words of 4 bytes, and IPv4 adds a header of 20 bytes. */
export const pureAckChain: readonly string[] = [
  'chain acks {',
  ...Array.from({ length: 11 }, (_, step) => step + 5).flatMap((words) => [
    ` tcp doff ${words} ip6 length ${4 * words} ${counted('acks')}`,
    ` tcp doff ${words} ip length ${20 + 4 * words} ${counted('acks')}`,
  ]),
  '}',
];
