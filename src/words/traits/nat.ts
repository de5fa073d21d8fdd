import type { Trait } from '../language/word.ts';
import type { NodeView, NodeViews } from '../lab/node-view.ts';
import type { Effect, Passing } from '../lab/packet.ts';
import { natRules } from './nat-rules.ts';
import { natShape } from './nat-settings.ts';
import type { Nat } from './nat-settings.ts';
import { replaceNftTable } from './nft-table.ts';
import { switchConflict } from './switch-conflict.ts';

/**
 * The word `nat`: masquerading. The kernel translates ICMP errors about its connections too, in the header and in the quoted packet (nf_nat_icmp_reply_translation,
 * and nf_nat_icmpv6_reply_translation), as RFC 5508 section 4 demands.
 */
export const nat: Trait<Nat> = {
  about:
    'Replaces the source of packets that leave towards a neighbour by its own address there (masquerading), and translates the answers back, and the errors too unless another treatment of them is given.',
  shape: natShape,
  example: { towards: 'transit', ports: '40000-40100' },
  needs: ['nft', 'nat'],
  publishes: ({ publish = [] }) =>
    publish.map(({ port, to, 'to-port': nodePort = port }) => ({ port, node: to, nodePort })),
  label: (settings) =>
    `masquerades towards ${settings.towards}${publishLabel(settings)}${errorsLabel(settings.errors)}`,
  conflict: (node, settings, nodes) => switchConflict(node) ?? conflict(node, settings, nodes),
  commands: (node, now, before, nodes) =>
    replaceNftTable(
      node,
      table,
      { now: now && natRules(node, now, nodes), before: before && natRules(node, before, nodes) },
      now
        ? `${node.name} replaces the source of what leaves towards ${now.towards}${publishLabel(now)}${errorsLabel(now.errors)}`
        : `${node.name} replaces no source any more; connections that are open keep theirs`,
    ),
  path: {
    affects: (settings, passing, node) => translatedPacket(settings, passing, node),
    unpredictable: ({ publish = [] }) => (publish.length > 0 ? 'publishes ports' : undefined),
  },
  rule: (rule) => (rule.table === table ? rule.comment : undefined),
};

/** Connection tracking undoes for the answers of a connection what its first packet met. */
const translatedPacket = (
  { towards, errors = 'translated' }: Nat,
  passing: Passing,
  node: NodeView,
): Effect | undefined => {
  const { packet, hook } = passing;
  const { translations = [], isReply, kind, source, destination } = packet;
  const isOutward = hook === 'postrouting' && passing.towards?.peer === towards && source !== node.name;
  if (isOutward && !isReply && kind !== 'packet-too-big')
    return { packet: { ...packet, source: node.name, translations: [...translations, { at: node.name, source }] } };
  const last = translations.at(-1);
  if (hook !== 'prerouting' || destination !== node.name || last?.at !== node.name) return undefined;
  const isError = kind === 'packet-too-big' && passing.from?.peer === towards;
  if (isError && errors === 'kept') return undefined;
  if (isError && typeof errors === 'object')
    return { packet: { ...packet, destination: errors.untranslated, quotesAnother: true } };
  return { packet: { ...packet, destination: last.source, translations: translations.slice(0, -1) } };
};

const table = 'mtulab-nat';

const publishLabel = ({ publish = [] }: Nat): string =>
  publish.map(({ port, to }) => `, publishes ${to} at port ${port}`).join('');

const errorsLabel = (errors: Nat['errors'] = 'translated'): string => {
  if (typeof errors === 'object') return `, hands errors on to ${errors.untranslated} untranslated`;
  return errors === 'kept' ? ', keeps errors' : '';
};

const conflict = (node: NodeView, settings: Nat, nodes: NodeViews): string | undefined => {
  const { towards, ports, errors } = settings;
  const receiver = typeof errors === 'object' ? errors.untranslated : undefined;
  if (receiver === node.name) return `${receiver} hands errors on to itself; write errors: kept`;
  if (receiver !== undefined && nodes.get(receiver)?.bridges)
    return `${receiver} bridges frames and has no address; name another node`;
  if (!node.interfaces.some(({ peer }) => peer === towards)) return `${node.name} has no link to ${towards}`;
  const published = publishConflict(node, settings, nodes);
  if (published !== undefined) return published;
  const [first = 0, last = 0] = ports?.split('-').map(Number) ?? [];
  return first > last || last > 65535 ? `ports ${ports}: give the smaller one first, up to 65535` : undefined;
};

const publishConflict = ({ name }: NodeView, { publish = [] }: Nat, nodes: NodeViews): string | undefined => {
  const bridge = publish.find(({ to }) => nodes.get(to)?.bridges)?.to;
  if (bridge !== undefined) return `${bridge} bridges frames and has no address; publish a host or a router`;
  if (publish.some(({ to }) => to === name)) return `${name} publishes a port of itself; publish another node`;
  const twice = publish.find(({ port }, index) => publish.findIndex((other) => other.port === port) < index);
  return twice && `port ${twice.port} is published twice; give each node a port of its own`;
};
