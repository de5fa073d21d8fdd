import t from 'tap';
import { cable } from '../../src/words/links/cable.ts';
import { vxlan } from '../../src/words/links/vxlan.ts';
import type { LinkEnd } from '../../src/words/language/word.ts';
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
  commands.map((command) => `${command.in}: ${'ip' in command ? command.ip.join(' ') : ''}  # ${command.why}`);

t.test('a cable is one pair of interfaces in the namespaces of its ends', async (t) => {
  t.matchSnapshot(lines(cable.commands(ends, {})).join('\n'));
  t.strictSame(cable.overhead({}), { ipv6: 0, ipv4: 0 });
  t.notOk(cable.underlay, 'it rides on no other link');
});

t.test('a VXLAN is an interface in each of its nodes, between their own addresses', async (t) => {
  t.matchSnapshot(
    [
      ...lines(vxlan.commands(ends, { over: 'ipv6' })),
      ...lines(vxlan.commands(ends, { over: 'ipv4', id: 42, df: 'set' })),
    ].join('\n'),
  );
  t.equal(vxlan.underlay!({ over: 'ipv4' }), 'ipv4');
  t.strictSame(vxlan.overhead({ over: 'ipv6' }), { ipv6: 70, ipv4: 50 });
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
