import ipaddr from 'ipaddr.js';
import type { FlowId } from '../../evidence/flows/flow-id.ts';
import type { NodeView, NodeViews } from '../lab/node-view.ts';
import { fields, reference } from '../language/shape.ts';
import type { ValueOf } from '../language/shape.ts';
import type { Trait } from '../language/word.ts';
import { interfaceTowards, towardsConflict } from './interface-towards.ts';
import { replaceNftTable } from './nft-table.ts';
import { switchConflict } from './switch-conflict.ts';

const shape = fields('which prefix is translated, and where', {
  of: reference('node', 'the node whose prefix gets that of this node'),
  towards: reference('node', 'the neighbour that sees the prefix of this node'),
});

type PrefixTranslation = ValueOf<typeof shape>;

/**
 * The word `prefix-translation`: 16 bits after the prefix change so that no checksum does, and the addresses in quotes of errors are translated too. By nft,
 * since ip6t_NPT writes into packets that it shares with packet sockets: captures then see the new address before the translation.
 */
export const prefixTranslation: Trait<PrefixTranslation> = {
  about:
    'Replaces the IPv6 prefix of a node by its own in what leaves towards a neighbour, and back, without tracking connections (NPTv6, RFC 6296).',
  shape,
  example: { of: 'client', towards: 'transit' },
  needs: ['nft'],
  label: ({ of, towards }) => `gives ${of} its prefix towards ${towards}`,
  conflict: (node, { of, towards }, nodes) =>
    switchConflict(node) ?? towardsConflict(node, towards) ?? conflict(node, of, nodes),
  commands: (node, now, before, nodes) =>
    replaceNftTable(
      node,
      table,
      { now: now && rules(node, now, nodes), before: before && rules(node, before, nodes) },
      now ? `${now.of} has the prefix of ${node.name} towards ${now.towards}` : 'prefixes pass as they are again',
    ),
  path: { unpredictable: () => 'translates prefixes' },
  rule: (rule) => (rule.table === table ? rule.comment : undefined),
  translates:
    ({ of }, node, nodes) =>
    (flow) =>
      translated(flow, nodes.get(of)!, node),
};

const table = 'mtulab-prefix';

const conflict = (node: NodeView, of: string, nodes: NodeViews): string | undefined => {
  if (of === node.name) return `${of} has this prefix; name another node`;
  if (nodes.get(of)?.bridges) return `${of} bridges frames and has no address; name a host or a router`;
  const without = [node, nodes.get(of)].find((each) => each && !each.families.includes('ipv6'));
  return (
    without &&
    `${without.name} has no IPv6, and only IPv6 has NPTv6; add ipv6 to its families, or to those of the scenario`
  );
};

/** The command line may leave IPv6 out. */
const haveIpv6 = (...nodes: readonly NodeView[]): boolean => nodes.every(({ families }) => families.includes('ipv6'));

/** Both directions happen before and after routing, where the ledger has counted and will count. */
const rules = (node: NodeView, { of, towards }: PrefixTranslation, nodes: NodeViews): readonly string[] => {
  if (!haveIpv6(node, nodes.get(of)!)) return [];
  const device = interfaceTowards(node, towards)!.name;
  const pairs = addressesOf(nodes.get(of)!).map((inside) => [inside, withPrefix(inside, node.address.ipv6)] as const);
  return [
    'chain postrouting {',
    ' type filter hook postrouting priority -150; policy accept;',
    ...pairs.map(
      ([inside, seen]) => ` oifname "${device}" ip6 saddr ${inside} counter ip6 saddr set ${seen} comment "prefix out"`,
    ),
    '}',
    'chain prerouting {',
    ' type filter hook prerouting priority -150; policy accept;',
    ...pairs.flatMap(([inside, seen]) => [
      ` iifname "${device}" ip6 daddr ${seen} ${errors} @th,128,128 ${digits(seen)} @th,128,128 set ${digits(inside)}`,
      ` iifname "${device}" ip6 daddr ${seen} counter ip6 daddr set ${inside} comment "prefix in"`,
    ]),
    '}',
  ];
};

/** The source of the packet that an error quotes: 8 bytes of ICMPv6 and 8 of the quoted header before it. */
const errors = 'icmpv6 type { destination-unreachable, packet-too-big, time-exceeded, parameter-problem }';

const addressesOf = ({ address, interfaces }: NodeView): readonly string[] =>
  [...new Set([address, ...interfaces.map((view) => view.address)].map(({ ipv6 }) => ipv6))].filter(
    (each) => each !== '' && prefixOf(each) === prefixOf(address.ipv6),
  );

const digits = (address: string): string =>
  `0x${partsOf(address)
    .map((part) => part.toString(16).padStart(4, '0'))
    .join('')}`;

const translated = (flow: FlowId, inside: NodeView, outside: NodeView): FlowId | undefined => {
  if (flow.family !== 'ipv6' || !haveIpv6(inside, outside)) return undefined;
  const prefix = prefixOf(inside.address.ipv6);
  const isInside = (address: string): boolean => prefixOf(address) === prefix;
  if (!isInside(flow.sourceAddress) || isInside(flow.destinationAddress)) return undefined;
  return { ...flow, sourceAddress: withPrefix(flow.sourceAddress, outside.address.ipv6) };
};

const partsOf = (address: string): readonly number[] => ipaddr.IPv6.parse(address).parts;

const prefixOf = (address: string): string =>
  partsOf(address)
    .slice(0, 3)
    .map((part) => part.toString(16))
    .join(':');

/** The address with the /48 of another, and the subnet that keeps the one's complement sum of all (RFC 6296 3.1 and 3.4). */
const withPrefix = (address: string, other: string): string => {
  const parts = [...partsOf(address)];
  const prefix = partsOf(other).slice(0, 3);
  const sum = (words: readonly number[]): number => words.reduce((total, word) => total + word, 0);
  const subnet = (((parts[3]! + sum(parts.slice(0, 3)) - sum(prefix)) % 0xffff) + 0xffff) % 0xffff;
  return new ipaddr.IPv6(
    [...prefix, subnet, ...parts.slice(4)].flatMap((part) => [part >> 8, part & 255]),
  ).toRFC5952String();
};
