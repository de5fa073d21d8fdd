import { fields, boolean } from '../language/shape.ts';
import type { ValueOf } from '../language/shape.ts';
import type { Trait } from '../language/word.ts';
import { replaceNftTable } from './nft-table.ts';
import { switchConflict } from './switch-conflict.ts';

const shape = fields('a stateful firewall', {
  'correlates-errors': boolean('whether ICMP errors for a known connection pass (conntrack state RELATED)'),
});

/** The word `stateful`: passes new and known connections and drops the rest, including Packet Too Big unless it correlates errors. */
export const stateful: Trait<ValueOf<typeof shape>> = {
  about:
    'Passes packets of connections opened from either side and drops everything else, including ICMP errors unless it correlates them.',
  shape,
  example: { 'correlates-errors': false },
  needs: ['nft', 'conntrack'],
  conflict: (node) =>
    switchConflict(node) ??
    (node.forwards ? undefined : `${node.name} does not forward packets, so it has no connections to track`),
  commands: (node, now, before) =>
    replaceNftTable(node, table, { now: now && rules(now), before: before && rules(before) }, why(now)),
  label: (settings) => `stateful, ${settings['correlates-errors'] ? 'with' : 'without'} ICMP errors`,
  path: {
    affects: ({ 'correlates-errors': correlates }, { packet, hook }) =>
      hook === 'forward' && packet.kind === 'packet-too-big' && !correlates
        ? { loss: 'drops packet-too-big, since it does not correlate errors', isCertain: true }
        : undefined,
  },
  rule: (rule) => (rule.table === table ? rule.comment : undefined),
};

const table = 'mtulab-stateful';

const why = (now: ValueOf<typeof shape> | undefined): string => {
  if (!now) return 'everything passes again';
  return `only connections pass, ${now['correlates-errors'] ? 'with' : 'without'} their ICMP errors`;
};

/** A Packet Too Big for an unknown connection is INVALID, not RELATED: the last rule drops it too. */
const rules = (settings: ValueOf<typeof shape>): readonly string[] => [
  'chain forward {',
  ' type filter hook forward priority 0; policy accept;',
  ' ct state established accept',
  ...(settings['correlates-errors'] ? [' ct state related accept'] : []),
  ' ct state new meta l4proto { tcp, udp } accept',
  ' ct state new icmpv6 type echo-request accept',
  ' ct state new icmp type echo-request accept',
  ' counter drop comment "stateful: belongs to no connection"',
  '}',
];
