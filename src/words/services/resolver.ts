import { families, familyNames } from '../../evidence/family.ts';
import { addressOf, sharedFamilies } from '../lab/destination.ts';
import type { NodeView, NodeViews } from '../lab/node-view.ts';
import { commandInNode } from '../lab/shell-text.ts';
import { boolean, byType, fields, optional, reference, text } from '../language/shape.ts';
import type { ValueOf } from '../language/shape.ts';
import type { Service } from '../language/word.ts';
import { defaultZone } from './zone.ts';
import type { ZoneSettings } from './zone.ts';

const shape = fields('a recursive resolver', {
  forward: optional(reference('node', 'the node whose dns it asks; by default the first that serves dns')),
  cache: optional(boolean('whether it keeps answers for as long as their TTL'), true),
  dns64: optional(
    byType(
      'how it makes AAAA answers of A answers, for names without AAAA (RFC 6147)',
      text('the prefix', /^[0-9a-f:]{2,39}\/(32|40|48|56|64|96)$/, '64:ff9b::/96'),
      fields('the translator whose prefix it takes', { at: reference('node', 'a node that translates') }),
    ),
  ),
});

type Resolver = ValueOf<typeof shape>;

const port = 53;

/** The word `resolver`: unbound itself, since what a cache does to the timing of answers is that of a real one. */
export const resolver: Service<Resolver> = {
  about: 'Runs unbound, which asks a node that serves dns and keeps the answers; `flush` empties its cache.',
  shape,
  example: { forward: 'names' },
  needs: ['unbound'],
  listens: () => [
    { protocol: 'udp', port },
    { protocol: 'tcp', port },
  ],
  conflict: ({ forward, dns64 }, node, nodes) => {
    if (typeof dns64 === 'object' && nodes.get(dns64.at) && !isTranslator(dns64.at, nodes))
      return `${dns64.at} translates nothing; name a translator, or write a prefix`;
    if (node.services?.some(({ word }) => word === 'dns'))
      return `${node.name} serves dns and resolver on one port; give one of them to another node`;
    const serving = [...nodes.values()].filter(servesDns).map(({ name }) => name);
    if (serving.length === 0) return 'no node serves dns for it to ask; add `serve: dns` to a host';
    if (forward !== undefined && nodes.has(forward) && !serving.includes(forward))
      return `${forward} serves no dns; forward to one that does: ${serving.join(', ')}`;
    const server = forward ?? serving[0]!;
    return sharedFamilies(nodes, node.name, server).length > 0 || !nodes.has(server)
      ? undefined
      : `${node.name} and ${server} have no family in common; give both ${familyNames.ipv6}`;
  },
  commands: (settings, node, nodes) => [
    {
      ...{ in: node.name, file: 'unbound/unbound.conf', text: configuration(settings, node, nodes) },
      why: `${node.name} resolves names for others`,
    },
  ],
  start: async (_, host) => {
    const { encode } = await import('dns-packet');
    const questions = [{ type: 'TXT', class: 'CH', name: 'version.server' }] as const;
    const payload = encode({ id: 1, type: 'query', questions: [...questions] }); // it answers this one by itself
    await host.runProgram({ argv: ['unbound', '-d'], probe: { port, payload } });
  },
  flush: () => [
    ['unbound-control', 'flush_zone', '.'],
    ['unbound-control', 'flush_infra', 'all'], // what it has learned of servers that did not answer
  ],
  byHand: (_, node) => [commandInNode(node, ['unbound', '-d'])],
};

const servesDns = ({ services = [] }: NodeView): boolean => services.some(({ word }) => word === 'dns');

/**
 * The text of unbound.conf(5). The folder of a node is mounted over /etc/unbound, the only one that the AppArmor profile of Debian lets unbound
 * read; it has one thread, and its remote control listens in its own network namespace.
 */
const configuration = ({ forward, cache = true, dns64 }: Resolver, node: NodeView, nodes: NodeViews): string => {
  const server = forward === undefined ? [...nodes.values()].find(servesDns)! : nodes.get(forward)!;
  const listening = node.families.flatMap((family) =>
    [node, ...(node.shares ?? []), ...node.interfaces].map(({ address }) => address[family]).filter(Boolean),
  );
  const { zone = defaultZone } = (server.services?.find(({ word }) => word === 'dns')?.settings ?? {}) as ZoneSettings;
  const lines = (key: string, values: readonly string[]): readonly string[] =>
    values.map((value) => `  ${key}: ${value}`);
  return [
    'server:',
    ...['do-daemonize: no', 'use-syslog: no', 'chroot: ""', 'username: ""', 'pidfile: ""', 'num-threads: 1'].map(
      indented,
    ),
    ...[
      'outgoing-range: 256',
      'num-queries-per-thread: 128',
      'msg-cache-size: 1m',
      'rrset-cache-size: 2m',
      'rrset-roundrobin: no',
    ].map(indented),
    ...families.map((family) => `  do-${family.replace('v', '')}: ${node.families.includes(family) ? 'yes' : 'no'}`),
    ...lines('interface', [...new Set(listening)]),
    ...lines('access-control', ['0.0.0.0/0 allow', '::/0 allow']),
    `  module-config: "${dns64 === undefined ? '' : 'dns64 '}iterator"`,
    ...lines('dns64-prefix', prefixOf(dns64, nodes)),
    ...lines(
      'local-zone',
      zonesAbove(zone).map((each) => `"${each}." nodefault`),
    ),
    'remote-control:',
    ...['control-enable: yes', 'control-interface: 127.0.0.1', 'control-use-cert: no'].map(indented),
    'forward-zone:',
    '  name: "."',
    ...lines(
      'forward-addr',
      sharedFamilies(nodes, node.name, server.name).map((family) => addressOf(nodes, server.name, family)),
    ),
    ...(cache ? [] : ['  forward-no-cache: yes']),
  ].join('\n');
};

const indented = (line: string): string => `  ${line}`;

const prefixOf = (dns64: Resolver['dns64'], nodes: NodeViews): readonly string[] => {
  const prefix = typeof dns64 === 'object' ? nodes.get(dns64.at)?.translates?.prefix : dns64;
  return prefix === undefined ? [] : [prefix];
};

const isTranslator = (name: string, nodes: NodeViews): boolean =>
  [...nodes.values()].some(({ translated }) => translated?.by === name);

/** The zone and all above it: unbound answers for some of these itself, such as test. (RFC 6761). */
const zonesAbove = (zone: string): readonly string[] =>
  zone.split('.').map((_, index, labels) => labels.slice(index).join('.'));
