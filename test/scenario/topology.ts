import { emulatedLinks } from '../../src/scenario/topology/emulated-links.ts';
import { impaired, readLab, sharedByNat64, translated } from '../plan/fixtures/labs.ts';
import t from 'tap';
import type { ScenarioLink } from '../../src/scenario/model/scenario.ts';
import type { Segment } from '../../src/scenario/topology/bridged-segments.ts';
import { bridgedSegments } from '../../src/scenario/topology/bridged-segments.ts';
import { actionEnds } from '../../src/scenario/topology/action-ends.ts';
import { carriedFamilies } from '../../src/scenario/topology/carried-families.ts';
import { reachableFrom } from '../../src/scenario/topology/reachable-from.ts';
import { nodeViews } from '../../src/scenario/topology/node-views.ts';
import { withTunnelMtus } from '../../src/scenario/topology/tunnel-mtus.ts';
import { publishedPorts } from '../../src/scenario/topology/published-ports.ts';
import { translatedNodes } from '../../src/scenario/topology/translated-nodes.ts';
import { topologyOf } from '../../src/scenario/topology/topology.ts';
import { dictionary } from '../../src/words/dictionary.ts';

const link = (a: string, b: string, mtu: readonly [number, number] = [1500, 1500]): ScenarioLink => ({
  ...{ between: [a, b], mtu, at: [] },
});

const read = (nodes: unknown, links: unknown, isValid: Parameters<typeof topologyOf>[2] = () => true) =>
  topologyOf({ topology: { nodes, links } }, dictionary, isValid);

t.test('nodes have a kind, settings and traits', async (t) => {
  const { nodes } = read(
    { a: { host: { serve: 'http', mtu: { 'to-b': 1400 } } }, b: 'router', c: 'hots', d: null },
    [],
  );
  t.match(nodes, [
    { name: 'a', kind: 'host', settings: { serve: 'http' }, traits: { mtu: { 'to-b': 1400 } } },
    { name: 'b', kind: 'router', settings: {}, traits: {}, at: ['topology', 'nodes', 'b'] },
    { name: 'c', kind: 'router' },
    { name: 'd', kind: 'router' },
  ]);
});

t.test('a link has an MTU at each end', async (t) => {
  const { links } = read({}, [
    { between: ['a', 'b'], mtu: 1400 },
    { between: ['b', 'c'], mtu: { c: 9000, b: 1500 } },
  ]);
  t.same(links, [
    { between: ['a', 'b'], mtu: [1400, 1400], at: ['topology', 'links', 0] },
    { between: ['b', 'c'], mtu: [1500, 9000], at: ['topology', 'links', 1] },
  ]);
});

t.test('a tunnel has the path MTU of the links below, less what it adds, unless an MTU is given', async (t) => {
  const cables = [
    { between: ['a', 'b'], mtu: 9000 },
    { between: ['b', 'c'], mtu: { b: 1500, c: 9000 } },
    { between: ['a', 'd'], mtu: 1400 },
    { between: ['d', 'e'], mtu: 1400 },
    { between: ['e', 'c'], mtu: 1400 },
  ];
  const mtuOf = (tunnel: object, kinds = {}, links: readonly object[] = cables) =>
    read(kinds, [...links, { between: ['a', 'c'], name: 'overlay', ...tunnel }]).links.at(-1)!.mtu;
  t.same(mtuOf({ tunnel: { vxlan: { over: 'ipv6' } } }), [1430, 1430]);
  t.same(mtuOf({ tunnel: { vxlan: { over: 'ipv4' } } }), [1450, 1450]);
  t.same(mtuOf({ tunnel: { esp: { over: 'ipv4' } } }), [1446, 1446]);
  const odd = [cables[0]!, { between: ['b', 'c'], mtu: 1499 }];
  t.same(mtuOf({ tunnel: { esp: { over: 'ipv4' } } }, {}, odd), [1442, 1442], 'whose packets are multiples of 4 bytes');
  t.same(mtuOf({ mtu: 1500, tunnel: { vxlan: { over: 'ipv4' } } }), [1500, 1500]);
  t.same(mtuOf({ tunnel: { vxlan: { over: 'ipv6' } } }, { b: 'host' }), [1330, 1330], 'a host forwards nothing');
  const equal = [...cables.slice(0, 2), { between: ['a', 'd'], mtu: 1400 }, { between: ['d', 'c'], mtu: 9000 }];
  t.same(mtuOf({ tunnel: { vxlan: { over: 'ipv6' } } }, {}, equal), [1330, 1330], 'the smaller of two equal paths');
  const narrowed = { b: { router: { mtu: { 'to-c': 1400, 'to-a': 1450 } } }, c: { host: { mtu: { 'to-b': 1390 } } } };
  t.same(mtuOf({ tunnel: { vxlan: { over: 'ipv6' } } }, narrowed), [1320, 1320], 'the trait `mtu` of either end');
  const wrong = { b: { router: { mtu: { 'to-c': 'small' } } }, a: { host: { mtu: null } } };
  t.same(mtuOf({ tunnel: { vxlan: { over: 'ipv6' } } }, wrong), [1430, 1430], 'not a number, which is a problem');
  const plain = [link('a', 'b')];
  t.same(withTunnelMtus(plain, [], dictionary), plain);
  t.same(mtuOf({ tunnel: { vxlan: { over: 'ipv6' } } }, {}, []), [1430, 1430], 'without a path, which is a problem');
});

t.test('a leg becomes a router with two links', async (t) => {
  const legs = [
    { via: 'r1', mtu: 1500 },
    { via: 'r2', mtu: 1400, drop: ['tcp'] },
  ];
  const { nodes, links, legs: groups } = read({ r1: { router: { stateful: {} } } }, [{ between: ['a', 'b'], legs }]);
  t.match(nodes, [
    { name: 'r1', traits: { stateful: {} }, at: ['topology', 'nodes', 'r1'] },
    { name: 'r2', kind: 'router', traits: { drop: ['tcp'] }, at: ['topology', 'links', 0, 'legs', 1] },
  ]);
  t.match(links, [
    { between: ['a', 'r1'], mtu: [1500, 1500] },
    { between: ['r1', 'b'], mtu: [1500, 1500] },
    { between: ['a', 'r2'], mtu: [1400, 1400] },
    { between: ['r2', 'b'], mtu: [1400, 1400], at: ['topology', 'links', 0, 'legs', 1] },
  ]);
  t.same(groups, [{ between: ['a', 'b'], via: ['r1', 'r2'], at: ['topology', 'links', 0] }]);
  const withFirstHop = read({}, [{ between: ['a', 'b'], 'first-hop': 9000, legs }]);
  t.same(
    withFirstHop.links.map(({ mtu }) => mtu[0]),
    [9000, 1500, 9000, 1400],
  );
});

t.test('the traits of a leg and of its declared router are merged', async (t) => {
  const legs = [{ via: 'r1', mtu: 1500, drop: ['tcp'] }];
  const { nodes } = read({ r1: { router: { stateful: {} } } }, [{ between: ['a', 'b'], legs }]);
  t.same(
    nodes.map(({ traits }) => traits),
    [{ stateful: {}, drop: ['tcp'] }],
  );
});

t.test('invalid links are left out, but their routers keep their names', async (t) => {
  const legs = [{ via: 'r1', mtu: 'x' }, { mtu: 1500 }];
  const links = [
    { between: ['a', 'b'], legs },
    { between: ['a', 'c'], mtu: 1500 },
  ];
  const topology = read({ a: 'host' }, links, (path) => path[2] !== 0);
  t.same(
    topology.nodes.map(({ name }) => name),
    ['a', 'r1'],
  );
  t.same(
    topology.links.map(({ between }) => between),
    [['a', 'c']],
  );
  t.same(topology.legs, []);
  t.match(topology, { hasAllNodes: true, hasAllLinks: false });
});

t.test('a topology is incomplete without nodes or links', async (t) => {
  t.match(read({}, []), { hasAllNodes: true, hasAllLinks: true });
  t.match(read(['a'], []), { hasAllNodes: false, hasAllLinks: false });
  t.match(read({ a: 'host' }, undefined), { hasAllNodes: false, hasAllLinks: false });
});

const isBridge = (name: string): boolean => name.startsWith('s');

const nonEmpty = (segments: readonly Segment[]): readonly Segment[] =>
  segments.filter(({ members }) => members.length > 0);

t.test('bridges join their links into segments', async (t) => {
  const nodes = ['a', 's1', 's2', 'b', 'c', 's3', 'd'];
  const links = [link('a', 's1'), link('s1', 's2'), link('s2', 'b'), link('b', 'c'), link('s3', 'd')];
  const { hasBridge, beyond, segments } = bridgedSegments(nodes, links, isBridge);
  t.ok(hasBridge('a', 's1') && hasBridge('s2'));
  t.notOk(hasBridge('b', 'c') || hasBridge('a'));
  t.same(beyond('a', 's1'), [{ node: 'b', peer: 's2' }]);
  t.same(beyond('s1', 'a'), [{ node: 'a', peer: 's1' }]);
  t.same(beyond('b', 'c'), [{ node: 'c', peer: 'b' }], 'a plain link leads to its other end');
  t.same(nonEmpty(segments()), [
    {
      owner: 's1',
      members: [
        { node: 'a', peer: 's1' },
        { node: 'b', peer: 's2' },
      ],
    },
    { owner: 's3', members: [{ node: 'd', peer: 's3' }] },
  ]);
});

t.test('a loop of bridges is walked once, and without bridges there are no segments', async (t) => {
  const links = [link('s1', 's2'), link('s2', 's3'), link('s3', 's1'), link('s1', 'a')];
  const loop = bridgedSegments(['s1', 's2', 's3', 'a'], links, isBridge);
  t.same(
    nonEmpty(loop.segments()).map(({ owner, members }) => [owner, members.length]),
    [['s1', 1]],
  );
  t.same(bridgedSegments(['a', 'b'], [link('a', 'b')], isBridge).segments(), []);
});

t.test('node views have interfaces and neighbours, but no addresses', async (t) => {
  const { nodes, links } = read({ a: 'host', lan: 'switch', b: 'router' }, [
    { between: ['a', 'lan'], mtu: 9000 },
    { between: ['lan', 'b'], mtu: { lan: 1500, b: 1400 } },
  ]);
  const views = nodeViews({ nodes, links }, ['ipv6'], dictionary);
  t.match(views.get('a'), { forwards: false, families: ['ipv6'], address: { ipv6: '', ipv4: '' } });
  t.match(views.get('a')?.interfaces, [
    { name: 'to-lan', place: 'a:to-lan', peer: 'lan', mtu: 9000, beyond: [{ node: 'b' }] },
  ]);
  t.match(views.get('lan'), { bridges: true, forwards: false, families: [] });
  t.same(
    views.get('lan')?.interfaces.map(({ mtu }) => mtu),
    [9000, 1500],
  );
});

t.test('an interface on a plain link names no other nodes', async (t) => {
  const { nodes, links } = read({ a: 'host', b: 'host' }, [{ between: ['a', 'b'], mtu: 1500 }]);
  const [to] = nodeViews({ nodes, links }, ['ipv4'], dictionary).get('b')!.interfaces;
  t.match(to, { name: 'to-a', mtu: 1500 });
  t.notOk('beyond' in to!);
});

t.test('links are emulated that are impaired at some time, with frames held back where there is a delay', async (t) => {
  const scenario = readLab(impaired);
  t.strictSame(
    [...emulatedLinks(scenario, dictionary)].map(([{ between, name }, { holds }]) => [...between, name, holds]),
    [
      ['a', 'b', undefined, true],
      ['b', 'c', undefined, false],
      ['c', 'd', undefined, true],
    ],
  );
  t.strictSame(scenario.links[0]!.impairment, { delay: { ipv6: '100ms' }, loss: '1%', duplicate: '0.5%' });
  t.notOk('impairment' in scenario.links[1]!);
});

t.test('traits publish ports, those that know none do not', async (t) => {
  const publish = [{ port: 8080, to: 'a', 'to-port': 80 }];
  t.strictSame(publishedPorts({ nat: { towards: 'b', publish }, drop: ['acks'] }, dictionary), {
    publishes: [{ port: 8080, node: 'a', nodePort: 80 }],
  });
  t.strictSame(publishedPorts({ nat: { towards: 'b' }, gone: {} }, dictionary), {});
});

const mixedFamilies = () =>
  read(
    {
      old: { host: { families: ['ipv4'] } },
      lan: 'switch',
      r: 'router',
      r6: { router: { families: ['ipv6'] } },
      b: { host: { serve: 'http' } },
    },
    [
      { between: ['old', 'lan'], mtu: 1500 },
      { between: ['lan', 'r'], mtu: 1500 },
      { between: ['r', 'r6'], mtu: 1500 },
      { between: ['r', 'b'], mtu: 1000, families: ['ipv4'] },
      { between: ['r6', 'b'], mtu: 1500 },
      { between: ['old', 'r6'], legs: [{ via: 'leg', mtu: 1500, families: ['ipv6'] }] },
    ],
  );

t.test('families are no setting of a node, and a leg gives them to its router', async (t) => {
  const { nodes, links } = mixedFamilies();
  t.match(
    nodes.find(({ name }) => name === 'old'),
    { families: ['ipv4'], settings: {}, traits: {} },
  );
  t.same(nodes.find(({ name }) => name === 'leg')?.families, ['ipv6']);
  t.notOk('families' in nodes.find(({ name }) => name === 'r')!);
  t.same(
    links.map(({ families }) => families),
    [undefined, undefined, undefined, ['ipv4'], undefined, undefined, undefined],
  );
  const { nodes: invalid } = read({ a: { host: { families: ['ipv5'] } }, b: { host: { families: 'ipv6' } } }, []);
  t.same(
    invalid.map(({ families }) => families),
    [undefined, undefined],
  );
});

t.test('a link carries what it allows and both ends have, and a switch all', async (t) => {
  const { nodes, links } = mixedFamilies();
  const carried = carriedFamilies(nodes, ['ipv6', 'ipv4'], (name) => name === 'lan');
  t.same(
    links.map((each) => carried.ofLink(each).join()),
    ['ipv4', 'ipv6,ipv4', 'ipv6', 'ipv4', 'ipv6', '', 'ipv6'],
  );
  t.same([carried.ofEnd(links[0]!, 0), carried.ofEnd(links[0]!, 1)], [undefined, ['ipv4']]);
  t.same([carried.ofEnd(links[2]!, 0), carried.ofEnd(links[2]!, 1)], [['ipv6'], undefined]);
  t.same(carriedFamilies(nodes, ['ipv6'], () => false).ofNode('old'), [], 'of a run over IPv6 alone');
});

t.test('a family reaches what has it, over links that carry it', async (t) => {
  const views = nodeViews(mixedFamilies(), ['ipv6', 'ipv4'], dictionary);
  const reached = (from: string, family?: 'ipv6' | 'ipv4') =>
    [...reachableFrom(views.get(from)!, views, family)].sort();
  t.same(reached('b', 'ipv6'), ['b', 'lan', 'leg', 'r', 'r6']);
  t.same(reached('b', 'ipv4'), ['b', 'lan', 'old', 'r']);
  t.same(reached('b'), ['b', 'lan', 'leg', 'old', 'r', 'r6']);
});

t.test('the ends of an action are its `from` or `at`, and its `to`', async (t) => {
  const views = nodeViews(mixedFamilies(), ['ipv6', 'ipv4'], dictionary);
  const ends = (settings: object) => {
    const { start, end } = actionEnds(settings, views);
    return [start?.name, end?.name];
  };
  t.same(ends({ from: 'old', to: 'b' }), ['old', 'b']);
  t.same(ends({ at: 'r', to: 'b' }), ['r', 'b']);
  t.same(ends({ flow: 'kept' }), [undefined, undefined]);
});

t.test('a translator has addresses for nodes with one family: those that it maps, and all with IPv4', async (t) => {
  const { nodes } = readLab(translated);
  const found = (families: readonly ('ipv6' | 'ipv4')[]) =>
    Object.fromEntries(
      translatedNodes(
        nodes,
        carriedFamilies(nodes, families, () => false),
        dictionary,
      ),
    );
  t.strictSame(found(['ipv6', 'ipv4']), {
    device: { by: 'siit', family: 'ipv6' },
    r4: { by: 'siit', family: 'ipv6' },
    server: { by: 'siit', family: 'ipv4', isMapped: true },
  });
  t.strictSame(found(['ipv6']), {}, 'a translator without both families');
});

t.test(
  'a translator that tracks connections has addresses of IPv6 for nodes with IPv4, from every sender',
  async (t) => {
    const { nodes } = readLab(sharedByNat64);
    const carried = carriedFamilies(nodes, ['ipv6', 'ipv4'], () => false);
    t.strictSame(Object.fromEntries(translatedNodes(nodes, carried, dictionary)), {
      device: { by: 'siit', family: 'ipv6', isForAll: true },
      r4: { by: 'siit', family: 'ipv6', isForAll: true },
    });
  },
);
