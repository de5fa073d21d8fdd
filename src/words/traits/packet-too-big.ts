import { boolean, fields, integer, optional, reference } from '../language/shape.ts';
import type { ValueOf } from '../language/shape.ts';
import type { Trait } from '../language/word.ts';
import type { NodeView, NodeViews } from '../lab/node-view.ts';
import { replaceNftTable } from './nft-table.ts';
import { switchConflict } from './switch-conflict.ts';

const shape = fields('what is wrong with the Packet Too Big and Fragmentation Needed that the node makes', {
  send: optional(boolean('false: it drops what is too large without an answer'), true),
  mtu: optional(
    integer('the MTU in its messages in bytes, whatever the link carries; 0 as from routers before RFC 1191', 0, 65535),
  ),
  from: optional(reference('node', 'the node whose address its messages bear as their source')),
});

type Settings = ValueOf<typeof shape>;

/** The word `packet-too-big`: a router that sends no Packet Too Big, or one with a wrong MTU or source (RFC 2923, sections 2.1 and 2.2). */
export const packetTooBig: Trait<Settings> = {
  about: 'Makes a router that sends no Packet Too Big, or sends it with another MTU or from another address.',
  shape,
  example: { mtu: 1500 },
  needs: ['nft'],
  label: (settings) => description(settings),
  conflict: (node, settings, nodes) => switchConflict(node) ?? conflict(node, settings, nodes),
  commands: (node, now, before, nodes) =>
    replaceNftTable(
      node,
      table,
      { now: now && rules(now, nodes), before: before && rules(before, nodes) },
      now ? `${node.name} ${description(now)}` : `${node.name} sends correct Packet Too Big messages`,
    ),
  path: {
    affects: ({ send = true, mtu, from }, { packet, hook }) => {
      if (hook !== 'output' || packet.kind !== 'packet-too-big') return undefined;
      if (!send) return { loss: 'sends no Packet Too Big', isCertain: true, isBeforeCounting: true };
      const wrong = { ...(mtu !== undefined && { mtu }), ...(from !== undefined && { source: from }) };
      return { packet: { ...packet, ...wrong }, isBeforeCounting: true };
    },
  },
  rule: (rule) => (rule.table === table ? rule.comment : undefined),
};

const table = 'mtulab-packet-too-big';

const conflict = (node: NodeView, { send = true, mtu, from }: Settings, nodes: NodeViews): string | undefined => {
  if (!node.forwards) return `${node.name} does not forward packets, so it makes no Packet Too Big`;
  const isWrong = mtu !== undefined || from !== undefined;
  if (send && !isWrong) return 'give `send: false`, `mtu` or `from`: without them its messages are correct';
  if (from && nodes.get(from)!.bridges) return `${from} is a switch and has no address`;
  return !send && isWrong ? '`send: false` does not go with `mtu` or `from`: nothing is sent' : undefined;
};

const description = ({ send = true, mtu, from }: Settings): string => {
  if (!send) return 'sends no Packet Too Big';
  const parts = [...(mtu === undefined ? [] : [`with MTU ${mtu}`]), ...(from ? [`from the address of ${from}`] : [])];
  return `sends Packet Too Big ${parts.join(' and ')}`;
};

/**
 * Before the ledger counts what the node makes, at -450: a router that sends nothing has made nothing, and one that is wrong has made the wrong
 * message. nft corrects the checksums.
 */
const rules = (settings: Settings, nodes: NodeViews): readonly string[] => [
  'chain output {',
  ' type filter hook output priority -460; policy accept;',
  ...actions('ipv6', settings, nodes).map((action) => ` icmpv6 type packet-too-big ${action}`),
  ...actions('ipv4', settings, nodes).map(
    (action) => ` icmp type destination-unreachable icmp code frag-needed ${action}`,
  ),
  '}',
];

const actions = (
  family: 'ipv4' | 'ipv6',
  { send = true, mtu, from }: Settings,
  nodes: NodeViews,
): readonly string[] => {
  if (!send) return ['counter drop comment "packet-too-big: not sent"'];
  const [icmp, ip] = family === 'ipv6' ? ['icmpv6', 'ip6'] : ['icmp', 'ip'];
  const source = from && nodes.get(from)!.address[family];
  return [
    ...(mtu === undefined ? [] : [`${icmp} mtu set ${mtu} counter comment "packet-too-big: another mtu"`]),
    ...(source ? [`${ip} saddr set ${source} counter comment "packet-too-big: another source"`] : []),
  ];
};
