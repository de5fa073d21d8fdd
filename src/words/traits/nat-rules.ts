import { families } from '../../evidence/family.ts';
import type { Family } from '../../evidence/family.ts';
import { carries } from '../lab/node-view.ts';
import type { InterfaceView, NodeView, NodeViews } from '../lab/node-view.ts';
import type { Nat } from './nat-settings.ts';

/** The chains of a node that translates addresses. */
export const natRules = (
  node: NodeView,
  { towards, ports, publish = [], errors = 'translated' }: Nat,
  nodes: NodeViews,
): readonly string[] => {
  const view = node.interfaces.find(({ peer }) => peer === towards)!;
  const arriving = families
    .filter((family) => carries(node, view, family))
    .map((family) => ({ ...terms[family], family, from: arrivingFrom(node, view, family) }));
  return [
    ...masquerade(view, ports),
    ...(publish.length > 0 ? publishedPorts(arriving, publish, nodes) : []),
    ...(errors === 'translated' ? [] : untranslatedErrors(arriving, errors, nodes)),
  ];
};

/** A port range is for protocols with ports; errors and echoes are translated by the last rule. */
const masquerade = ({ name }: InterfaceView, ports: Nat['ports']): readonly string[] => [
  'chain postrouting {',
  ' type nat hook postrouting priority 100; policy accept;',
  ...(ports
    ? [` oifname "${name}" meta l4proto { tcp, udp } counter masquerade to :${ports} comment "masquerade"`]
    : []),
  ` oifname "${name}" counter masquerade comment "masquerade"`,
  '}',
];

const publishedPorts = (
  arriving: readonly Arriving[],
  publish: NonNullable<Nat['publish']>,
  nodes: NodeViews,
): readonly string[] => [
  'chain prerouting {',
  ' type nat hook prerouting priority -100; policy accept;',
  ...publish.flatMap(({ port, to, 'to-port': nodePort = port }) =>
    withAddressOf(to, arriving, nodes).map(({ family, header, from }) => {
      const address = nodes.get(to)!.address[family];
      const end = `${family === 'ipv6' ? `[${address}]` : address}:${nodePort}`;
      return ` ${from} meta l4proto { tcp, udp } th dport ${port} counter dnat ${header} to ${end} comment "publish ${port}"`;
    }),
  ),
  '}',
];

/** An error that connection tracking does not see keeps its quote, and goes where its header leads. */
const untranslatedErrors = (
  arriving: readonly Arriving[],
  errors: Exclude<Nat['errors'], 'translated' | undefined>,
  nodes: NodeViews,
): readonly string[] => [
  'chain errors {',
  ' type filter hook prerouting priority -300; policy accept;',
  ...(errors === 'kept' ? arriving : withAddressOf(errors.untranslated, arriving, nodes)).map((each) => {
    const { family, header, messages, from } = each;
    if (errors === 'kept') return ` ${from} ${messages} counter notrack comment "keep errors"`;
    const receiver = nodes.get(errors.untranslated)!.address[family];
    return ` ${from} ${messages} counter notrack ${header} daddr set ${receiver} comment "hand errors on untranslated"`;
  }),
  '}',
];

/** Of the families, those in which a node can get packets. */
const withAddressOf = (name: string, arriving: readonly Arriving[], nodes: NodeViews): readonly Arriving[] =>
  arriving.filter(({ family }) => nodes.get(name)!.families.includes(family));

/** Packets of one family from the neighbour to the node itself. */
interface Arriving extends Terms {
  readonly family: Family;
  readonly from: string;
}

const arrivingFrom = ({ address: own }: NodeView, { name, address }: InterfaceView, family: Family): string =>
  `iifname "${name}" ${terms[family].header} daddr { ${own[family]}, ${address[family]} }`;

interface Terms {
  readonly header: string;
  /** Errors; echoes are none. */
  readonly messages: string;
}

const terms: Readonly<Record<Family, Terms>> = {
  ipv6: {
    header: 'ip6',
    messages: 'icmpv6 type { destination-unreachable, packet-too-big, time-exceeded, parameter-problem }',
  },
  ipv4: { header: 'ip', messages: 'icmp type { destination-unreachable, time-exceeded, parameter-problem }' },
};
