import fc from 'fast-check';
import ipaddr from 'ipaddr.js';
import t from 'tap';
import type { Family } from '../../../src/evidence/family.ts';
import { addressPlan } from '../../../src/plan/addresses/address-plan.ts';
import { makePlan } from '../../../src/plan/make-plan.ts';
import type { Plan } from '../../../src/plan/model/plan.ts';
import { neighbourGraph, nextHopsOf } from '../../../src/plan/routes/next-hops.ts';
import { anyValue } from '../../../src/plan/routes/compress-prefixes.ts';
import { freePrefixes, rootPrefixes } from '../../../src/plan/routes/free-prefixes.ts';
import type { Prefix } from '../../../src/plan/routes/free-prefixes.ts';
import { planRoutes } from '../../../src/plan/routes/plan-routes.ts';
import { neighbourCommands, routeCommands } from '../../../src/plan/routes/route-commands.ts';
import { shortestPaths } from '../../../src/plan/routes/shortest-paths.ts';
import { bridgedSegments } from '../../../src/scenario/topology/bridged-segments.ts';
import type { NodeCommand } from '../../../src/words/lab/node-command.ts';
import { shellText } from '../../../src/words/lab/shell-text.ts';
import { dictionary } from '../../../src/words/dictionary.ts';
import {
  graphScenario,
  oneSwitch,
  planText,
  sharedAddress,
  threeLegs,
  threeNodes,
  triangle,
  twoLegs,
  twoSwitches,
} from '../fixtures/labs.ts';

/** The routes of one node as `PREFIX via GATEWAY INTERFACE | …`, without those to what is unreachable. */
const routesOf = ({ routes }: Plan, node: string, family: Family): readonly string[] =>
  routes
    .filter((route) => route.in === node && route.family === family && route.via.length > 0)
    .map(({ to, via }) => `${to} via ${via.map((hop) => `${hop.gateway} ${hop.interface}`).join(' | ')}`);

t.test('each node has a route to every other in both directions', async (t) => {
  const plan = planText(threeNodes);
  t.strictSame(routesOf(plan, 'client', 'ipv6'), ['default via 2001:db8:1:1::2 to-router']);
  t.strictSame(routesOf(plan, 'server', 'ipv4'), ['default via 192.0.2.18 to-router']);
  t.strictSame(routesOf(plan, 'router', 'ipv6'), [
    '2001:db8::/46 via 2001:db8:1:1::1 to-client',
    '2001:db8:2::/47 via 2001:db8:2:1::2 to-server',
  ]);
  t.strictSame(routesOf(planText(triangle), 'a', 'ipv4'), [
    '192.0.2.0/24 via 192.0.2.3 to-b',
    '192.0.2.32/27 via 192.0.2.34 to-c',
  ]);
});

t.test('a shared address has a prefix of its own, and multipath routes to its nearest holders', async (t) => {
  const plan = planText(sharedAddress);
  const viaBoth = '2001:db8:3:1::2 to-s1 | 2001:db8:3:2::2 to-s2';
  t.strictSame(plan.nodes.find(({ name }) => name === 's1')!.shares, [
    { name: 'vip', address: { ipv6: '2001:db8:6::1', ipv4: '192.0.2.81' } },
  ]);
  t.ok(routesOf(plan, 'far', 'ipv6').includes(`2001:db8:6::/48 via ${viaBoth}`));
  t.ok(routesOf(plan, 'near', 'ipv4').some((route) => route.endsWith('to-far') && route.startsWith('192.0.2.')));
  const added = plan.commands.filter(({ why }) => why === 'the shared address vip');
  t.strictSame(
    added.map((command) => `${command.in} ${shellText(command)}`),
    [
      's1 ip -n s1 addr add 2001:db8:6::1/128 dev lo nodad',
      's1 ip -n s1 addr add 192.0.2.81/32 dev lo',
      's2 ip -n s2 addr add 2001:db8:6::1/128 dev lo nodad',
      's2 ip -n s2 addr add 192.0.2.81/32 dev lo',
    ],
  );
});

t.test('equal-cost legs are several next hops of one route, and each leg router has its own', async (t) => {
  const plan = planText(twoLegs);
  t.strictSame(routesOf(plan, 'r1', 'ipv6'), [
    '2001:db8::/45 via 2001:db8:2:1::2 to-la | 2001:db8:2:2::2 to-lb',
    '2001:db8::/47 via 2001:db8:1:1::1 to-client',
    '2001:db8:5::/48 via 2001:db8:2:1::2 to-la',
    '2001:db8:6::/47 via 2001:db8:2:2::2 to-lb',
  ]);
  t.strictSame(routesOf(plan, 'r1', 'ipv4'), [
    '192.0.2.0/24 via 192.0.2.2 to-client',
    '192.0.2.32/27 via 192.0.2.19 to-la | 192.0.2.21 to-lb',
    '192.0.2.64/26 via 192.0.2.19 to-la',
    '192.0.2.80/28 via 192.0.2.21 to-lb',
  ]);
  t.strictSame(routesOf(plan, 'la', 'ipv4'), [
    '192.0.2.0/24 via 192.0.2.18 to-r1',
    '192.0.2.32/27 via 192.0.2.67 to-r2',
    '192.0.2.64/26 via 192.0.2.18 to-r1 | 192.0.2.67 to-r2',
    'default via 192.0.2.18 to-r1',
  ]);
});

const networkOf = (address: string, length: number): string =>
  `${ipaddr.IPv4.isValid(address) ? ipaddr.IPv4.networkAddressFromCIDR(`${address}/${length}`) : ''}/${length}`;

/** The node at which an address that no node has is refused; undefined when the packet goes in a circle. */
const endOfDefaults = (
  { nodes, routes }: Pick<Plan, 'nodes' | 'routes'>,
  { from, family }: { readonly from: string; readonly family: Family },
): string | undefined => {
  let node = from;
  for (const _ of nodes) {
    const [route] = routes.filter((each) => each.in === node && each.family === family && each.to === 'default');
    const [hop] = route?.via ?? [];
    const isPassed = node === from || nodes.some(({ name, forwards }) => name === node && forwards);
    if (!hop || !isPassed) return node;
    node = nodes.find(({ interfaces }) => interfaces.some(({ address }) => address[family] === hop.gateway))!.name;
  }
  return undefined;
};

t.test('the default routes of nodes that forward lead to the first of them', async (t) => {
  const { nodes, routes } = planText(triangle);
  for (const { name, forwards } of nodes)
    if (forwards) t.equal(endOfDefaults({ nodes, routes }, { from: name, family: 'ipv6' }), firstOf(nodes), name);
  const separate = planText(threeLegs);
  t.equal(endOfDefaults(separate, { from: 'y', family: 'ipv6' }), 'y', 'no path leads from y to x');
});

const firstOf = (nodes: Plan['nodes']): string => nodes.find(({ forwards }) => forwards)!.name;

t.test('default routes never lead in a circle, and no prefix has two routes', async (t) => {
  for (const text of [threeNodes, triangle, twoLegs, threeLegs, twoSwitches, oneSwitch]) {
    const { nodes, routes } = planText(text);
    for (const { name, families, interfaces } of nodes.filter(({ bridges }) => !bridges))
      for (const family of families) {
        const own = routes.filter((route) => route.in === name && route.family === family);
        t.equal(new Set(own.map(({ to }) => to)).size, own.length, `${name} ${family}`);
        const segments = interfaces.map(({ address, prefixLength }) =>
          networkOf(address[family], prefixLength[family]),
        );
        t.notOk(
          own.some(({ to }) => segments.includes(to)),
          'the kernel makes the routes of links',
        );
        t.ok(endOfDefaults({ nodes, routes }, { from: name, family }), `the default route of ${name}`);
      }
  }
});

t.test('free prefixes are the numbers without a value, each once, and root prefixes contain all others', async () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(anyValue, 1), { maxLength: 70 }),
      fc.constantFrom(0, 12),
      (values, minBits) => {
        const table = Int32Array.from(values);
        const sizeOf = ({ bits }: Prefix) => 1 << (16 - bits);
        const roots = rootPrefixes(table.length, minBits);
        const free = roots
          .flatMap((root) => freePrefixes(root, table))
          .flatMap((prefix) => Array.from({ length: sizeOf(prefix) }, (_, index) => prefix.number + index));
        const all = roots.flatMap((root) => Array.from({ length: sizeOf(root) }, (_, index) => root.number + index));
        const expected = all.filter((number) => (values[number] ?? anyValue) === anyValue);
        return all.length >= values.length && String(free) === String(expected);
      },
    ),
  );
});

t.test('a lab of IPv4 alone has no routes of IPv6', async (t) => {
  const plan = planText(threeLegs);
  t.ok(plan.routes.every(({ family }) => family === 'ipv4'));
  t.equal(routesOf(plan, 'a', 'ipv4')[0], 'default via 192.0.2.3 to-x | 192.0.2.5 to-y | 192.0.2.7 to-zz');
});

t.test('routes pass through switches, over equal-cost paths behind one interface', async (t) => {
  const plan = planText(twoSwitches);
  t.strictSame(routesOf(plan, 'a', 'ipv6'), [
    'default via 2001:db8:2:1::2 to-s1',
    '2001:db8:5::/48 via 2001:db8:2:1::3 to-s1',
    '2001:db8:6::/47 via 2001:db8:2:1::2 to-s1 | 2001:db8:2:1::3 to-s1',
  ]);
  t.strictSame(routesOf(plan, 'r1', 'ipv4'), [
    '192.0.2.0/24 via 192.0.2.17 to-s2',
    '192.0.2.64/26 via 192.0.2.19 to-s2 | 192.0.2.82 to-far',
    '192.0.2.96/27 via 192.0.2.83 to-far',
  ]);
  t.strictSame(routesOf(plan, 's1', 'ipv6'), []);
});

t.test('next hops are neighbours over links and beyond bridges', async (t) => {
  const { nodes } = planText(oneSwitch);
  const hops = (index: number) =>
    nextHopsOf(nodes[index]!, 'ipv4').map((hop) => `${hop.node} ${hop.interface} ${hop.address.ipv4}`);
  t.strictSame(hops(0), ['b to-lan 192.0.2.18', 'c to-lan 192.0.2.19']);
  t.strictSame(hops(1), [], 'a switch routes nothing');
});

t.test('the owner of a segment is a neighbour of every member, after their next hops', async (t) => {
  const { nodes, links } = planText(oneSwitch);
  const names = nodes.map(({ name }) => name);
  const segments = bridgedSegments(
    names,
    links.map(({ ends }) => ({ between: [ends[0].node, ends[1].node] as const })),
    (name) => name === 'lan',
  );
  const numbers = new Map(names.map((name, index) => [name, index + 1]));
  const graph = neighbourGraph(nodes, segments, numbers, 'ipv6');
  t.strictSame(graph, [
    { forwards: false, neighbours: [2, 3, 1] },
    { forwards: false, neighbours: [0, 2, 3] },
    { forwards: false, neighbours: [0, 3, 1] },
    { forwards: false, neighbours: [0, 2, 1] },
  ]);
  const addresses = addressPlan({ nodes: 4, linksPerOwner: 0, perSegment: 3 });
  const routes = planRoutes(nodes, () => shortestPaths(graph), addresses);
  t.notOk(routes.some(({ via }) => via.some(({ gateway }) => gateway === '')));
  t.strictSame(new Set(routes.map((route) => route.in)), new Set(['a', 'b', 'c']));
});

const line = (command: NodeCommand): string =>
  'ip' in command ? `ip ${command.ip.join(' ')}` : 'argv' in command ? command.argv.join(' ') : '';

const nodeOf = ({ nodes }: Plan, name: string) => nodes.find((node) => node.name === name)!;

const neighboursOf = (plan: Plan, name: string) =>
  neighbourCommands(nodeOf(plan, name), new Map(plan.nodes.map((node) => [node.name, node])));

t.test('neighbours are permanent entries, of routers for IPv6', async (t) => {
  const plan = planText(threeNodes);
  t.strictSame(neighboursOf(plan, 'router').map(line), [
    'ip neigh replace 2001:db8:1:1::1 lladdr 02:00:00:01:00:01 nud permanent router dev to-client',
    'ip neigh replace 192.0.2.2 lladdr 02:00:00:01:00:01 nud permanent dev to-client',
    'ip neigh replace 2001:db8:2:1::2 lladdr 02:00:00:03:00:01 nud permanent router dev to-server',
    'ip neigh replace 192.0.2.19 lladdr 02:00:00:03:00:01 nud permanent dev to-server',
  ]);
});

t.test('neighbours on a segment are all its other members; a switch gets forwarding entries', async (t) => {
  const plan = planText(oneSwitch);
  t.strictSame(
    neighboursOf(plan, 'a')
      .filter((_, index) => index % 2 === 0)
      .map(line),
    [
      'ip neigh replace 2001:db8:2:1::2 lladdr 02:00:00:03:00:01 nud permanent router dev to-lan',
      'ip neigh replace 2001:db8:2:1::3 lladdr 02:00:00:04:00:01 nud permanent router dev to-lan',
    ],
  );
  t.equal(line(neighboursOf(plan, 'lan')[0]!), 'bridge fdb replace 02:00:00:01:00:01 dev to-a master static');
});

const commandsOf = (plan: Plan, name: string) =>
  routeCommands(
    nodeOf(plan, name),
    plan.routes.filter((route) => route.in === name),
  ).map(line);

t.test('a host sends from its own address, a router from that of the interface', async (t) => {
  const plan = planText(threeNodes);
  t.strictSame(commandsOf(plan, 'client'), [
    'ip route add ::/0 via 2001:db8:1:1::2 dev to-router src 2001:db8:1::1',
    'ip route add 0.0.0.0/0 via 192.0.2.3 dev to-router src 192.0.2.1',
  ]);
  t.strictSame(commandsOf(plan, 'router'), [
    'ip route add 2001:db8::/46 via 2001:db8:1:1::1 dev to-client',
    'ip route add 2001:db8:2::/47 via 2001:db8:2:1::2 dev to-server',
    'ip route add unreachable 2001:db8::/48',
    'ip route add unreachable 2001:db8:2::/48',
    'ip route add unreachable ::/0',
    'ip route add 192.0.2.0/24 via 192.0.2.2 dev to-client',
    'ip route add 192.0.2.32/27 via 192.0.2.19 dev to-server',
    'ip route add unreachable 192.0.2.16/28',
    'ip route add unreachable 192.0.2.48/28',
    'ip route add unreachable 192.0.2.64/26',
    'ip route add unreachable 192.0.2.128/25',
    'ip route add unreachable 0.0.0.0/0',
  ]);
});

t.test('legs are next hops of a group, and only routes with several legs use the group', async (t) => {
  t.strictSame(
    commandsOf(planText(twoLegs), 'r1').filter((text) => !/192\.0\.2|unreachable/.test(text)),
    [
      'ip nexthop add id 600002 via 2001:db8:2:1::2 dev to-la',
      'ip nexthop add id 600003 via 2001:db8:2:2::2 dev to-lb',
      'ip nexthop add id 600004 group 600002/600003',
      'ip route add 2001:db8::/45 nhid 600004',
      'ip route add 2001:db8::/47 via 2001:db8:1:1::1 dev to-client',
      'ip route add 2001:db8:5::/48 via 2001:db8:2:1::2 dev to-la',
      'ip route add 2001:db8:6::/47 via 2001:db8:2:2::2 dev to-lb',
      'ip nexthop add id 400004 group 400002/400003',
    ],
  );
});

t.test('a node may have several groups, also behind one interface', async (t) => {
  const commands = commandsOf(planText(twoSwitches), 'b');
  t.ok(commands.includes('ip nexthop add id 600001 via 2001:db8:6:1::1 dev to-far'));
  t.ok(commands.includes('ip nexthop add id 600002 via 2001:db8:6:1::2 dev to-far'));
  t.ok(commands.includes('ip route add ::/0 nhid 600003 src 2001:db8:7::1'));
  const square = graphScenario(
    ['router', 'router', 'router', 'router'],
    [
      [0, 1],
      [1, 2],
      [2, 3],
      [3, 0],
    ],
  );
  const groups = commandsOf(makePlan(square, dictionary).plan!, 'n0').filter((text) => text.includes(' group '));
  t.strictSame(groups, [
    'ip nexthop add id 600003 group 600001/600002',
    'ip nexthop add id 400003 group 400001/400002',
  ]);
});
