import { families, familyNames } from '../../evidence/family.ts';
import { formatDuration } from '../../text/format-duration.ts';
import { addressOf, sharedFamilies } from '../lab/destination.ts';
import type { NodeView, NodeViews } from '../lab/node-view.ts';
import { commandInNode } from '../lab/shell-text.ts';
import { formatTayga } from '../lab/tayga-configuration.ts';
import { inMs } from '../language/amount.ts';
import { duration, fields, integer, optional, reference } from '../language/shape.ts';
import type { ValueOf } from '../language/shape.ts';
import type { Service } from '../language/word.ts';
import { answersDns } from './answers-dns.ts';

const defaults = { pool: 14, ttl: '30s', lease: '60s' } as const;

const shape = fields('the name server of devices that have only IPv4', {
  forward: optional(reference('node', 'the node that it asks; by default the first other one that answers DNS')),
  pool: optional(integer('how many IPv4 addresses it leases', 1, 254), defaults.pool),
  ttl: optional(duration('how long a device may keep an answer with a leased address'), defaults.ttl),
  lease: optional(
    duration('how long a lease lasts after its last answer; after that, as long as a flow uses it'),
    defaults.lease,
  ),
});

type Eamd = ValueOf<typeof shape>;

const port = 53;

/** The word `eamd`: explicit address mappings (RFC 7757) that follow the names which devices ask for. */
export const eamd: Service<Eamd> = {
  about:
    'Answers DNS for devices that have only IPv4: a name with IPv6 gets an IPv4 address for as long as they use it, which the translator maps to the server; where no address is left the answer is SERVFAIL.',
  shape,
  example: { pool: 14, ttl: '30s' },
  needs: ['tayga', 'nft', 'conntrack'],
  ofNode: { translator: { siit: {}, serve: { eamd: { pool: 14, ttl: '30s' } } } },
  listens: () => [
    { protocol: 'udp', port },
    { protocol: 'tcp', port },
  ],
  leases: ({ pool = defaults.pool }) => pool,
  conflict: ({ forward, ttl = defaults.ttl, lease = defaults.lease }, node, nodes) => {
    const serving = [...nodes.values()].filter((each) => each.name !== node.name && answersDns(each));
    const names = serving.map(({ name }) => name);
    if (names.length === 0) return 'no other node answers DNS for it to ask; add `serve: dns` to a host';
    if (forward !== undefined && nodes.has(forward) && !names.includes(forward))
      return `${forward} answers no DNS queries for it; forward to one that does: ${names.join(', ')}`;
    const server = forward ?? names[0]!;
    if (nodes.has(server) && sharedFamilies(nodes, node.name, server).length === 0)
      return `${node.name} and ${server} have no family in common; give both ${familyNames.ipv6}`;
    return inMs(ttl) < 1000 || inMs(ttl) > inMs(lease)
      ? `a TTL of ${formatDuration(inMs(ttl))} is no second, or longer than the lease of ${formatDuration(inMs(lease))}; a TTL is one second at least, and the lease no shorter`
      : undefined;
  },
  commands: (_, node) =>
    node.translates
      ? [
          {
            ...{ in: node.name, file: 'tayga.conf', text: formatTayga(node.translates) },
            why: `${node.name} translates between IPv4 and IPv6, with further mappings while the lab runs`,
          },
        ]
      : [],
  start: async (settings, host) => {
    const { encode } = await import('dns-packet');
    const questions = [{ type: 'TXT', class: 'CH', name: 'version.server' }] as const;
    const payload = encode({ id: 1, type: 'query', questions: [...questions] }); // it answers this one by itself
    const argv = daemon(settings, host.node, host.nodes, host.commandLine);
    await host.runProgram({ argv, probe: { port, payload }, logs: true });
  },
  byHand: (settings, name, nodes) => {
    const node = nodes.get(name);
    return node?.translates ? [commandInNode(name, daemon(settings, node, nodes, ['mtulab']))] : [];
  },
};

const daemon = (
  { forward, ttl = defaults.ttl, lease = defaults.lease }: Eamd,
  node: NodeView,
  nodes: NodeViews,
  mtulab: readonly string[],
): readonly string[] => {
  const { prefix, size } = node.translates!.leases!;
  const server = forward ?? [...nodes.values()].find((each) => each.name !== node.name && answersDns(each))!.name;
  const own = [node, ...node.interfaces].flatMap(({ address }) => families.map((family) => address[family]));
  const seconds = (value: string): string => String(Math.round(inMs(value) / 1000));
  return [
    ...[...mtulab, 'eamd', '--config', '/etc/tayga.conf'],
    ...[...new Set(own)].filter(Boolean).flatMap((address) => ['--listen', address]),
    ...['--upstream', addressOf(nodes, server, sharedFamilies(nodes, node.name, server)[0]!)],
    ...['--pool', prefix, '--pool-size', String(size), '--ttl', seconds(ttl), '--lease', seconds(lease)],
  ];
};
