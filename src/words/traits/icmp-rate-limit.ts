import { fields, integer, optional, text } from '../language/shape.ts';
import type { ValueOf } from '../language/shape.ts';
import type { Trait } from '../language/word.ts';
import { replaceNftTable } from './nft-table.ts';
import { switchConflict } from './switch-conflict.ts';

const shape = fields('how many errors of a kind the node may send; each family has a limit of its own', {
  'packet-too-big': text(
    'how many Packet Too Big (ICMPv6) and Fragmentation Needed (ICMP) messages it sends, to all senders together',
    /^[1-9][0-9]{0,5}\/(second|minute|hour|day)$/,
    '1/second',
  ),
  burst: optional(integer('how many it may send at once after a pause', 1, 10_000), 5),
});

type Limit = ValueOf<typeof shape>;

/**
 * The word `icmp-rate-limit`: nftables drops the errors that exceed a rate. No sysctl does that for both families: net.ipv4.icmp_ratelimit
 * and icmp_msgs_per_sec never limit Fragmentation Needed (30 of 30 sent, measured on 6.18), and net.ipv6.icmp.ratemask excludes type 2.
 */
export const icmpRateLimit: Trait<Limit> = {
  about: 'Limits the rate at which a node sends Packet Too Big; what exceeds it is dropped as it leaves, and counted.',
  shape,
  example: { 'packet-too-big': '1/second', burst: 1 },
  needs: ['nft'],
  conflict: (node) => switchConflict(node),
  label: (settings) => `sends packet-too-big ${settings['packet-too-big']} at most`,
  commands: (node, now, before) =>
    replaceNftTable(
      node,
      table,
      { now: now && rules(now), before: before && rules(before) },
      now
        ? `${node.name} sends at most ${now['packet-too-big']} Packet Too Big`
        : `${node.name} sends every Packet Too Big again`,
    ),
  path: {
    affects: (_settings, { packet, hook }) =>
      hook === 'output' && packet.kind === 'packet-too-big'
        ? { loss: 'drops packet-too-big above its rate', isCertain: false }
        : undefined,
  },
  rule: (rule) => (rule.table === table ? rule.comment : undefined),
};

const table = 'mtulab-icmp-rate-limit';

/** At output, where the node's own errors leave: those of other nodes pass without a limit, as under the kernel's own limits. */
const rules = ({ 'packet-too-big': rate, burst = 5 }: Limit): readonly string[] => {
  const limit = `limit rate over ${rate} burst ${burst} packets counter drop comment "limit packet-too-big"`;
  return [
    'chain output {',
    ' type filter hook output priority 0; policy accept;',
    ` icmpv6 type packet-too-big ${limit}`,
    ` icmp type destination-unreachable icmp code frag-needed ${limit}`,
    '}',
  ];
};
