import t from 'tap';
import { plan } from '../../src/plan/make.ts';
import { renderChange } from '../../src/plan/script.ts';
import type { Command } from '../../src/words/command.ts';
import { dictionary } from '../../src/words/dictionary.ts';
import type { NodeView } from '../../src/words/node-view.ts';

const nodes = ['client', 'edge', 'transit', 'server'];
const chain = plan(
  {
    ...{ file: 'f.yaml', title: 'a chain', families: ['ipv6', 'ipv4'], neighbours: 'permanent', legs: [], steps: [] },
    nodes: nodes.map((name, index) => ({
      ...{ name, kind: index === 0 || index === 3 ? 'host' : 'router', settings: {}, traits: {} },
      at: ['topology', 'nodes', name],
    })),
    links: nodes.slice(1).map((name, index) => ({
      between: [nodes[index]!, name],
      mtu: [1500, 1500],
      at: ['topology', 'links', index],
    })),
  },
  dictionary,
).plan!;

const at = (name: string): NodeView => chain.nodes.find((node) => node.name === name)!;

const told = (commands: readonly Command[]): readonly string[] =>
  commands.map((command) => {
    if ('ip' in command) return `ip ${command.ip.join(' ')}`;
    if ('argv' in command) return command.argv.join(' ');
    return 'nft' in command ? command.nft : `${command.sysctl} = ${command.value}`;
  });

/** Settings of each trait, one after the other: each replaces what stood before it whole, and at the end it is taken away. */
const lives: Readonly<Record<string, { readonly on: string; readonly settings: readonly unknown[] }>> = {
  clamp: {
    on: 'edge',
    settings: [
      { mss: 1396, towards: 'transit' },
      { mss: 'to-pmtu' },
      { mss: 1396, hook: 'output', towards: 'transit', family: 'ipv4' },
      { mss: 1396, interface: 'lo' },
      { mss: 1396, hook: 'prerouting', interface: 'to-client' },
    ],
  },
  drop: {
    on: 'edge',
    settings: [
      ['packet-too-big'],
      { what: ['tcp', 'udp', 'icmp', 'everything'], at: ['forward'], from: 'client', towards: 'transit' },
      { what: ['fragments'], at: ['forward'] },
      { what: ['fragments', 'packet-too-big'], at: ['input'], from: 'transit' },
      ['acks', 'fragments'],
      [],
    ],
  },
  stateful: { on: 'edge', settings: [{ 'correlates-errors': false }, { 'correlates-errors': true }] },
  sysctl: {
    on: 'client',
    settings: [
      { 'net.ipv4.tcp_mtu_probing': 1, 'net.ipv4.ip_no_pmtu_disc': 1 },
      { 'net.ipv6.icmp.ratemask': '0-1,3-127', 'net.ipv4.conf.to-edge.rp_filter': 1 },
    ],
  },
  mtu: { on: 'edge', settings: [{ 'to-transit': 1400 }, { 'to-client': 1300 }] },
  offloads: { on: 'edge', settings: ['off', 'on'] },
  routes: {
    on: 'client',
    settings: [
      [{ to: 'server', via: 'edge', mtu: 1400, lock: true, family: 'ipv4' }],
      [{ to: 'server', via: 'edge', advmss: 1200 }],
    ],
  },
  rate: {
    on: 'edge',
    settings: [
      { towards: 'transit', kbit: 32, queue: '10kB' },
      { towards: 'transit', kbit: 64 },
      { towards: 'client', kbit: 64 },
    ],
  },
};

for (const [name, trait] of Object.entries(dictionary.traits))
  t.test(`${name} comes, is replaced whole, and goes`, async (t) => {
    const { on, settings } = lives[name]!;
    for (const [index, now] of [...settings, undefined].entries()) {
      const before = settings[index - 1];
      if (now !== undefined) t.equal(trait.misfit?.(at(on), now), undefined, `fits ${on}: ${JSON.stringify(now)}`);
      const commands = trait.commands(at(on), now, before);
      t.doesNotThrow(() => renderChange(commands), 'can be rendered');
      t.ok(
        commands.every(({ why, in: node }) => why.length > 0 && node === on),
        'each command has a reason and stays in its node',
      );
      t.matchSnapshot(
        told(commands).join('\n'),
        `${JSON.stringify(before) ?? 'nothing'} → ${JSON.stringify(now) ?? 'none'}`,
      );
    }
    t.strictSame(
      trait.commands(at(on), undefined),
      name === 'offloads' ? trait.commands(at(on), 'on') : [],
      'nothing to take away',
    );
  });

t.test('a trait says why it does not fit', async (t) => {
  const misfits: readonly (readonly [string, string, unknown])[] = [
    ['clamp', 'client', { mss: 1396 }],
    ['clamp', 'edge', { mss: 1396, towards: 'server' }],
    ['clamp', 'edge', { mss: 1396, interface: 'to-server' }],
    ['clamp', 'edge', { mss: 1396, interface: 'lo', towards: 'client' }],
    ['clamp', 'edge', { mss: 1396, towards: 'client', hook: 'prerouting' }],
    ['clamp', 'edge', { mss: 'to-pmtu', hook: 'input' }],
    ['drop', 'edge', { what: ['tcp'], from: 'server' }],
    ['drop', 'edge', { what: ['tcp'], from: 'client', at: ['output'] }],
    ['drop', 'edge', { what: ['tcp'], towards: 'client', at: ['input'] }],
    ['drop', 'edge', { what: ['fragments'], towards: 'client' }],
    ['drop', 'edge', { what: ['fragments'], at: ['output'] }],
    ['drop', 'client', { what: ['tcp'], at: ['forward'] }],
    ['stateful', 'client', { 'correlates-errors': true }],
    ['mtu', 'edge', { 'to-server': 1500 }],
    ['mtu', 'edge', { 'to-client': 1200 }],
    ['routes', 'client', [{ to: 'server', via: 'transit' }]],
    ['routes', 'client', [{ to: 'client', via: 'edge' }]],
    ['routes', 'client', [{ to: 'server', via: 'edge', lock: true }]],
    ['rate', 'edge', { towards: 'server', kbit: 10 }],
  ];
  t.matchSnapshot(
    misfits
      .map(
        ([word, node, settings]) =>
          `${word} ${JSON.stringify(settings)}: ${dictionary.traits[word]!.misfit!(at(node), settings)}`,
      )
      .join('\n'),
  );
});

t.test('a setting that rootless namespaces lack is a capability', async (t) => {
  const { needsFor } = dictionary.traits['sysctl']!;
  t.strictSame(needsFor!({ 'net.ipv6.route.mtu_expires': 3 }), ['ipv6-route-sysctl']);
  t.strictSame(needsFor!({ 'net.ipv4.route.mtu_expires': 3 }), []);
});

t.test('each kind of node gives commands and knows whether it serves', async (t) => {
  for (const [name, kind] of Object.entries(dictionary.nodes)) {
    t.equal(kind.forwards, name !== 'host');
    t.strictSame(kind.commands(at('edge'), kind.example), []);
  }
  t.equal(dictionary.nodes['host']!.serves!({ serve: 'http' }), 80);
  t.equal(dictionary.nodes['host']!.serves!({}), undefined);
});
