import { byType, fields, oneOf, optional, reference, text } from '../language/shape.ts';
import type { ValueOf } from '../language/shape.ts';
import type { Trait } from '../language/word.ts';
import { families } from '../../evidence/family.ts';
import type { Family } from '../../evidence/family.ts';
import type { InterfaceView, NodeView, NodeViews } from '../lab/node-view.ts';
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
  errors: optional(
    byType(
      'what becomes of an ICMP error that arrives from that neighbour for its own address',
      oneOf(
        'translated: the sender of the quoted packet gets it, as an error about the packet that it sent; kept: it ends in this node, and no sender learns of it',
        'translated',
        'kept',
      ),
      fields('it is handed on with the quote of a packet that its receiver has not sent', {
        untranslated: reference('node', 'the node that gets all of them'),
      }),
    ),
    'translated',
  ),
});

type Nat = ValueOf<typeof shape>;

/**
 * The word `nat`: masquerading. The kernel translates ICMP errors about its connections too, in the header and in the quoted packet (nf_nat_icmp_reply_translation,
 * and nf_nat_icmpv6_reply_translation), as RFC 5508 section 4 demands.
 */
export const nat: Trait<Nat> = {
  about:
    'Replaces the source of packets that leave towards a neighbour by its own address there (masquerading), and translates the answers back, and the errors too unless another treatment of them is given.',
  shape,
  example: { towards: 'transit', ports: '40000-40100' },
  needs: ['nft', 'nat'],
  label: ({ towards, errors }) => `masquerades towards ${towards}${errorsLabel(errors)}`,
  conflict: (node, settings, nodes) => switchConflict(node) ?? conflict(node, settings, nodes),
  commands: (node, now, before, nodes) =>
    replaceNftTable(
      node,
      table,
      { now: now && rules(node, now, nodes), before: before && rules(node, before, nodes) },
      now
        ? `${node.name} replaces the source of what leaves towards ${now.towards}${errorsLabel(now.errors)}`
        : `${node.name} replaces no source any more; connections that are open keep theirs`,
    ),
  rule: (rule) => (rule.table === table ? rule.comment : undefined),
};

const table = 'mtulab-nat';

const errorsLabel = (errors: Nat['errors'] = 'translated'): string => {
  if (typeof errors === 'object') return `, hands errors on to ${errors.untranslated} untranslated`;
  return errors === 'kept' ? ', keeps errors' : '';
};

const conflict = (node: NodeView, { towards, ports, errors }: Nat, nodes: NodeViews): string | undefined => {
  const receiver = typeof errors === 'object' ? errors.untranslated : undefined;
  if (receiver === node.name) return `${receiver} hands errors on to itself; write errors: kept`;
  if (receiver !== undefined && nodes.get(receiver)?.bridges)
    return `${receiver} bridges frames and has no address; name another node`;
  if (!node.interfaces.some(({ peer }) => peer === towards)) return `${node.name} has no link to ${towards}`;
  const [first = 0, last = 0] = ports?.split('-').map(Number) ?? [];
  return first > last || last > 65535 ? `ports ${ports}: give the smaller one first, up to 65535` : undefined;
};

/** A port range is for protocols with ports; errors and echoes are translated by the last rule. */
const rules = (node: NodeView, { towards, ports, errors = 'translated' }: Nat, nodes: NodeViews): readonly string[] => {
  const view = node.interfaces.find(({ peer }) => peer === towards)!;
  const leaving = `oifname "${view.name}"`;
  return [
    'chain postrouting {',
    ' type nat hook postrouting priority 100; policy accept;',
    ...(ports ? [` ${leaving} meta l4proto { tcp, udp } counter masquerade to :${ports} comment "masquerade"`] : []),
    ` ${leaving} counter masquerade comment "masquerade"`,
    '}',
    ...(errors === 'translated' ? [] : errorRules(view, errors, nodes)),
  ];
};

/** An error that connection tracking does not see keeps its quote, and goes where its header leads. */
const errorRules = (
  { name, address }: InterfaceView,
  errors: Exclude<Nat['errors'], 'translated' | undefined>,
  nodes: NodeViews,
): readonly string[] => [
  'chain errors {',
  ' type filter hook prerouting priority -300; policy accept;',
  ...families
    .filter((family) => address[family])
    .map((family) => {
      const { header, message } = errorMessages[family];
      const arriving = `iifname "${name}" ${header} daddr ${address[family]} ${message}`;
      if (errors === 'kept') return ` ${arriving} counter notrack comment "keep errors"`;
      const receiver = nodes.get(errors.untranslated)!.address[family];
      return ` ${arriving} counter notrack ${header} daddr set ${receiver} comment "hand errors on untranslated"`;
    }),
  '}',
];

/** Echoes are no errors. */
const errorMessages: Readonly<Record<Family, { readonly header: string; readonly message: string }>> = {
  ipv6: {
    header: 'ip6',
    message: 'icmpv6 type { destination-unreachable, packet-too-big, time-exceeded, parameter-problem }',
  },
  ipv4: { header: 'ip', message: 'icmp type { destination-unreachable, time-exceeded, parameter-problem }' },
};
