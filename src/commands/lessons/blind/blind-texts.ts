import { alignColumns } from '../../../text/align-columns.ts';
import { wrapUnder } from '../../../text/wrap.ts';
import type { BlindCase } from './blind-case.ts';
import { causeNames } from './cause-names.ts';

/** What a learner gets of a case: its number, the network and the symptom. */
export const caseText = ({ seed, symptom }: BlindCase, drawing: string, width?: number): string =>
  [
    ...wrapUnder('', `Blind case ${seed}: one thing is wrong in this network.`, width),
    ...['', drawing, ''],
    ...wrapUnder('', symptom, width),
    '',
    ...wrapUnder(
      '',
      'Find the place and the cause by the tools in the nodes: ping, ip, tcpdump, ss, nft, iptables, /proc/net/snmp6. Steps of `mtulab do` would name the cause themselves. An answer is both words, such as `PLACE packet-too-big-lost`; a place is a node, or an interface such as NODE:to-PEER. The causes:',
      width,
    ),
    ...alignColumns(
      Object.entries(causeNames).map(([name, about]) => [`  ${name}`, about]),
      width,
    ),
    '',
  ].join('\n');

/** Six steps of an investigation in their order, with the nodes of the case. */
export const caseHints = ({
  sender,
  receiver,
  nodes,
}: Pick<BlindCase, 'sender' | 'receiver' | 'nodes'>): readonly string[] => [
  `1. Trace the path MTU, not only the path: \`tracepath -n ${receiver}\` in ${sender}, or pings of growing size, and note where the path narrows and the last node that answers large packets`,
  `2. Provoke a Packet Too Big with \`ping -M do -s 8000 -c 1 ${receiver}\` in ${sender}, in both families, and look with \`ip route get\` whether it has learned a path MTU; \`ip -6 route flush cache\` before the next attempt`,
  `3. Compare \`ip -6 route get fibmatch\` with \`ip -6 route get\`: the first is the route, the second what is used; look for an MTU in the route itself, and whether it exceeds that of the link`,
  `4. Count: Icmp6OutPktTooBigs in /proc/net/snmp6 shows who makes the message, Icmp6InPktTooBigs who gets it; if nobody makes one, the large packets vanish without a router, or at one that is silent`,
  `5. Capture on both sides of each node on the way (${nodes.filter((node) => !['client', 'server', 'monitor'].includes(node)).join(', ')}): the MSS of the SYN, the large packets, the message with its MTU and its source, and where one of them comes In and does not go Out`,
  `6. The local policy last: \`nft list tables\`, \`ip6tables -t mangle -S\`, \`sysctl -a\` and the rules of the node where the trail ends, and of ${sender} itself`,
];
