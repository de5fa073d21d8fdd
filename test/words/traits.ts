import t from 'tap';
import { changeScript } from '../../src/plan/script/build-script.ts';
import type { NodeCommand } from '../../src/words/lab/node-command.ts';
import { dictionary } from '../../src/words/dictionary.ts';
import type { NodeView } from '../../src/words/lab/node-view.ts';
import { chain, lives } from '../fixtures/trait-lives.ts';

const at = (name: string): NodeView => chain.nodes.find((node) => node.name === name)!;

const told = (commands: readonly NodeCommand[]): readonly string[] =>
  commands.map((command) => {
    if ('ip' in command) return `ip ${command.ip.join(' ')}`;
    if ('argv' in command) return command.argv.join(' ');
    return 'nft' in command ? command.nft : `${command.sysctl} = ${command.value}`;
  });

for (const [name, trait] of Object.entries(dictionary.traits))
  t.test(`${name} comes, is replaced whole, and goes`, async (t) => {
    const { on, settings } = lives[name]!;
    for (const [index, now] of [...settings, undefined].entries()) {
      const before = settings[index - 1];
      if (now !== undefined) t.equal(trait.misfit?.(at(on), now), undefined, `fits ${on}: ${JSON.stringify(now)}`);
      const commands = trait.commands(at(on), now, before);
      t.doesNotThrow(() => changeScript(commands), 'can be rendered');
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
      name === 'offloads' ? trait.commands(at(on), 'off') : [],
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
    t.equal(kind.forwards, !['host', 'switch'].includes(name));
    const settings = ['arptables', 'iptables', 'ip6tables'].map((one) => `net.bridge.bridge-nf-call-${one} = 0`);
    t.strictSame(
      told(kind.commands(at('edge'), kind.example)),
      kind.bridges ? ['net.ipv6.conf.all.disable_ipv6 = 1', ...settings] : [],
    );
  }
  t.equal(dictionary.nodes['host']!.serves!({ serve: 'http' }), 80);
  t.equal(dictionary.nodes['host']!.serves!({}), undefined);
});
