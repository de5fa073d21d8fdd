/** Kinds of packets that can be dropped; `icmp` is echo alone: errors and neighbour discovery are no part of it. */
export const dropKinds = ['packet-too-big', 'fragments', 'tcp', 'udp', 'icmp', 'acks', 'everything'] as const;

export type DropKind = (typeof dropKinds)[number];

const counted = (kind: DropKind): string => `counter drop comment "drop ${kind}"`;

/** One nft rule or more for each kind; the comment tells evidence which rule it was. */
export const dropRules: Readonly<Record<DropKind, readonly string[]>> = {
  'packet-too-big': [
    `icmpv6 type packet-too-big ${counted('packet-too-big')}`,
    `icmp type destination-unreachable icmp code frag-needed ${counted('packet-too-big')}`,
  ],
  // IPv4: more fragments, or an offset
  fragments: [`exthdr frag exists ${counted('fragments')}`, `ip frag-off & 0x3fff != 0 ${counted('fragments')}`],
  tcp: [`meta l4proto tcp ${counted('tcp')}`],
  udp: [`meta l4proto udp ${counted('udp')}`],
  icmp: [
    `icmpv6 type { echo-request, echo-reply } ${counted('icmp')}`,
    `icmp type { echo-request, echo-reply } ${counted('icmp')}`,
  ],
  acks: ['tcp flags & (syn | fin | rst | ack) == ack jump acks'],
  everything: [counted('everything')],
};

/** A segment is a pure acknowledgement when its headers are all of it: the TCP header counts 4 bytes a step, IPv4 adds 20. */
export const pureAckChain: readonly string[] = [
  'chain acks {',
  ...Array.from({ length: 11 }, (_, step) => step + 5).flatMap((words) => [
    ` tcp doff ${words} ip6 length ${4 * words} ${counted('acks')}`,
    ` tcp doff ${words} ip length ${20 + 4 * words} ${counted('acks')}`,
  ]),
  '}',
];
