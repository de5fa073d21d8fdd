import { spawnSync } from 'node:child_process';
import t from 'tap';
import type { Family } from '../../src/evidence/family.ts';
import { cable } from '../../src/words/links/cable.ts';
import { esp } from '../../src/words/links/esp.ts';
import { geneve } from '../../src/words/links/geneve.ts';
import { gre } from '../../src/words/links/gre.ts';
import { ipip } from '../../src/words/links/ipip.ts';
import { tunnelEnds } from '../../src/words/links/tunnel-ends.ts';
import { vxlan } from '../../src/words/links/vxlan.ts';
import { wireguard } from '../../src/words/links/wireguard.ts';
import { wireguardKeys } from '../../src/words/links/wireguard-key.ts';
import type { LinkEnd, LinkKind } from '../../src/words/language/word.ts';
import { interfaceId, otherEnd } from '../../src/words/lab/node-view.ts';
import { interfaceTowards, towardsConflict } from '../../src/words/traits/interface-towards.ts';
import { network } from './fixtures/network.ts';

const ends: readonly [LinkEnd, LinkEnd] = [
  {
    node: { name: 'a', address: { ipv6: '2001:db8:1::1', ipv4: '192.0.2.1' } },
    ...{ name: 'overlay', mtu: 1430, mac: '02:00:00:01:00:01' },
  },
  {
    node: { name: 'b', address: { ipv6: '2001:db8:2::1', ipv4: '192.0.2.17' } },
    ...{ name: 'overlay', mtu: 1430, mac: '02:00:00:02:00:01', index: 1002 },
  },
];

const lines = (commands: ReturnType<typeof cable.commands>): readonly string[] =>
  commands.map(
    (command) => `${command.in}: ${('ip' in command ? command.ip : command.argv).join(' ')}  # ${command.why}`,
  );

t.test('a cable is one pair of interfaces in the namespaces of its ends', async (t) => {
  t.matchSnapshot(lines(cable.commands(ends, {})).join('\n'));
  t.strictSame(cable.overhead({}), { ipv6: 0, ipv4: 0 });
  t.notOk(cable.underlay, 'it rides on no other link');
});

/** Each kind of tunnel with its settings, and the bytes that it adds to a packet. */
const tunnels: readonly (readonly [
  LinkKind<unknown>,
  { readonly over: Family; readonly [key: string]: unknown },
  number,
])[] = [
  [vxlan, { over: 'ipv6' }, 70],
  [vxlan, { over: 'ipv4', id: 42, df: 'set' }, 50],
  [geneve, { over: 'ipv6' }, 70],
  [geneve, { over: 'ipv4', id: 42, df: 'set' }, 50],
  [gre, { over: 'ipv6' }, 44],
  [gre, { over: 'ipv4' }, 24],
  [gre, { over: 'ipv4', df: 'inherit' }, 24],
  [gre, { over: 'ipv4', df: 'unset' }, 24],
  [ipip, { over: 'ipv6' }, 40],
  [ipip, { over: 'ipv4' }, 20],
  [ipip, { over: 'ipv4', df: 'inherit' }, 20],
  [wireguard, { over: 'ipv6' }, 80],
  [wireguard, { over: 'ipv4', port: 4500 }, 60],
  [esp, { over: 'ipv6' }, 74],
  [esp, { over: 'ipv4', id: 42 }, 54],
];

t.test('a tunnel is an interface in each of its nodes, between their own addresses', async (t) => {
  t.matchSnapshot(tunnels.flatMap(([kind, settings]) => lines(kind.commands(ends, settings))).join('\n'));
  for (const [kind, settings, overhead] of tunnels) {
    t.equal(kind.underlay!(settings), settings.over);
    t.equal(kind.overhead(settings)[settings.over], overhead);
  }
  t.strictSame(
    tunnelEnds(ends, 'ipv4').map(({ local, remote }) => [local, remote]),
    [
      ['192.0.2.1', '192.0.2.17'],
      ['192.0.2.17', '192.0.2.1'],
    ],
  );
});

t.test('each end of a WireGuard tunnel has a key of its own, the same in every plan', async (t) => {
  const { private: secret, public: open } = wireguardKeys('a overlay');
  t.strictSame(wireguardKeys('a overlay'), { private: secret, public: open });
  t.not(wireguardKeys('b overlay').private, secret);
  for (const key of [secret, open]) t.equal(Buffer.from(key, 'base64').length, 32);
  const ofWg = spawnSync('wg', ['pubkey'], { input: secret, encoding: 'utf8' });
  if (ofWg.error) t.pass('wg is not installed', { skip: 'needs wireguard-tools' });
  else t.equal(ofWg.stdout.trim(), open, 'wg derives the same public key');
});

const view = (node: string, id: string, peer: string) => ({
  ...{ name: id, place: `${node}:${id}`, peer, mtu: 1500 },
  ...{ address: { ipv6: '', ipv4: '' }, gateway: { ipv6: '', ipv4: '' } },
});

t.test('each end of a link finds the other, where two nodes share several', async (t) => {
  const [a, b] = [
    { interfaces: [view('a', 'to-b', 'b'), view('a', 'second', 'b')] },
    { interfaces: [view('b', 'second', 'a'), view('b', 'to-a', 'a')] },
  ];
  const nodes = new Map([
    ['a', a],
    ['b', b],
  ]);
  t.strictSame(a.interfaces.map(interfaceId), ['to-b', 'second']);
  t.strictSame(
    a.interfaces.map((each) => otherEnd(nodes, 'a', each)?.place),
    ['b:to-a', 'b:second'],
  );
  t.equal(otherEnd(nodes, 'a', view('a', 'third', 'b')), undefined);
  t.equal(otherEnd(nodes, 'a', view('a', 'to-c', 'c')), undefined);
});

t.test('a neighbour names an interface only where one link leads to it', async (t) => {
  const edge = network.get('edge')!;
  t.equal(interfaceTowards(edge, 'client')?.place, 'edge:to-client');
  t.equal(towardsConflict(edge, 'client'), undefined);
  t.equal(towardsConflict(edge, 'server'), 'edge has no link to server');
  const both = { ...edge, interfaces: [...edge.interfaces, view('edge', 'second', 'client')] };
  t.equal(
    towardsConflict(both, 'client'),
    'edge has several links to client (to-client, second), so the neighbour names none of them',
  );
});
