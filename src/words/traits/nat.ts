import { fields, optional, reference, text } from '../language/shape.ts';
import type { ValueOf } from '../language/shape.ts';
import type { Trait } from '../language/word.ts';
import type { NodeView } from '../lab/node-view.ts';
import { replaceNftTable } from './nft-table.ts';
import { switchConflict } from './switch-conflict.ts';

const shape = fields('which sources the node replaces by its own address', {
  towards: reference('node', 'only packets that leave towards this neighbour'),
  ports: optional(
    text(
      'the ports that it gives to TCP and UDP; without them it keeps a port while it is free',
      /^[1-9][0-9]{0,4}-[1-9][0-9]{0,4}$/,
      '40000-40100',
    ),
  ),
});

type Nat = ValueOf<typeof shape>;

/**
 * The word `nat`: masquerading. The kernel translates ICMP errors about its connections too, in the header and in the quoted packet (nf_nat_icmp_reply_translation,
 * and nf_nat_icmpv6_reply_translation), as RFC 5508 section 4 demands.
 */
export const nat: Trait<Nat> = {
  about:
    'Replaces the source of packets that leave towards a neighbour by its own address there (masquerading), and translates the answers and errors back.',
  shape,
  example: { towards: 'transit', ports: '40000-40100' },
  needs: ['nft', 'nat'],
  label: ({ towards }) => `masquerades towards ${towards}`,
  conflict: (node, settings) => switchConflict(node) ?? conflict(node, settings),
  commands: (node, now, before) =>
    replaceNftTable(
      node,
      table,
      { now: now && rules(node, now), before: before && rules(node, before) },
      now
        ? `${node.name} replaces the source of what leaves towards ${now.towards}`
        : `${node.name} replaces no source any more; connections that are open keep theirs`,
    ),
  rule: (rule) => (rule.table === table ? rule.comment : undefined),
};

const table = 'mtulab-nat';

const conflict = (node: NodeView, { towards, ports }: Nat): string | undefined => {
  if (!node.interfaces.some(({ peer }) => peer === towards)) return `${node.name} has no link to ${towards}`;
  const [first = 0, last = 0] = ports?.split('-').map(Number) ?? [];
  return first > last || last > 65535 ? `ports ${ports}: give the smaller one first, up to 65535` : undefined;
};

/** A port range is for protocols with ports; errors and echoes are translated by the last rule. */
const rules = (node: NodeView, { towards, ports }: Nat): readonly string[] => {
  const leaving = `oifname "${node.interfaces.find(({ peer }) => peer === towards)!.name}"`;
  return [
    'chain postrouting {',
    ' type nat hook postrouting priority 100; policy accept;',
    ...(ports ? [` ${leaving} meta l4proto { tcp, udp } counter masquerade to :${ports} comment "masquerade"`] : []),
    ` ${leaving} counter masquerade comment "masquerade"`,
    '}',
  ];
};
