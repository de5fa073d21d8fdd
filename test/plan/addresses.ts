import ipaddr from 'ipaddr.js';
import t from 'tap';
import { addressLimits, addressPlan } from '../../src/plan/addresses/address-plan.ts';
import { planInterfaces } from '../../src/plan/addresses/plan-interfaces.ts';
import { leasePools } from '../../src/plan/addresses/lease-pools.ts';
import { planTranslations } from '../../src/plan/addresses/plan-translations.ts';
import { RouteTables } from '../../src/path/walk/route-tables.ts';
import { planNodes } from '../../src/plan/addresses/plan-nodes.ts';
import { segmentsOf } from '../../src/plan/addresses/segments-of.ts';
import { sizeProblems } from '../../src/plan/addresses/size-problems.ts';
import { emulatedDirection } from '../../src/plan/addresses/emulated-direction.ts';
import { families } from '../../src/evidence/family.ts';
import type { Scenario } from '../../src/scenario/model/scenario.ts';
import { dictionary } from '../../src/words/dictionary.ts';
import {
  chain,
  fourLegs,
  graphScenario,
  impaired,
  oneSwitch,
  planText,
  readLab,
  sharedByNat64,
  threeNodes,
  leasing,
  translated,
  twoSwitches,
  twoTranslators,
} from './fixtures/labs.ts';

const bridgesOf = (scenario: Scenario) => segmentsOf(scenario, dictionary);

const interfacesOf = (scenario: Scenario) => planInterfaces(scenario, bridgesOf(scenario), dictionary);

const nodesOf = (text: string) => {
  const scenario = readLab(text);
  return new Map(planNodes(scenario, dictionary, interfacesOf(scenario)).map((node) => [node.name, node]));
};

const isIn = (address: string, prefix: string): boolean => ipaddr.parse(address).match(ipaddr.parseCIDR(prefix));

/** RFC 3849 and RFC 5737. */
const documentation = {
  ipv6: ['2001:db8::/32'],
  ipv4: ['192.0.2.0/24', '198.51.100.0/24', '203.0.113.0/24'],
};

t.test('no address is assigned twice, whether the lab is small or large', async (t) => {
  for (const counts of [
    { nodes: 48, linksPerOwner: 7, perSegment: 14 },
    { nodes: 300, linksPerOwner: 126, perSegment: 254 },
  ]) {
    const addresses = addressPlan(counts);
    const segment = Array.from({ length: counts.perSegment }, (_, index) => addresses.segment(counts.nodes, index + 1));
    const owned = Array.from({ length: counts.nodes - 1 }, (_, index) => index + 1).flatMap((number) => [
      addresses.node(number),
      ...Array.from({ length: counts.linksPerOwner }, (_, link) => addresses.link(number, link + 1)).flat(),
    ]);
    for (const family of families) {
      const assigned = [...segment, ...owned].map((address) => address[family]);
      t.equal(new Set(assigned).size, assigned.length, `${counts.nodes} nodes, ${family}`);
      t.ok(assigned.every((address) => ipaddr.isValid(address)));
    }
  }
});

t.test('a small lab uses the documentation prefixes only', async (t) => {
  const addresses = addressPlan({ nodes: 48, linksPerOwner: 7, perSegment: 14 });
  t.match(addresses, { size: 'small', linkPrefix: { ipv6: 64, ipv4: 31 }, segmentPrefix: { ipv6: 64, ipv4: 28 } });
  t.strictSame([addresses.minBits('ipv6'), addresses.minBits('ipv4')], [0, 12]);
  const assigned = Array.from({ length: 48 }, (_, index) => index + 1).flatMap((number) => [
    addresses.node(number),
    ...addresses.link(number, 7),
    addresses.segment(number, 14),
  ]);
  for (const family of families) {
    const outside = assigned
      .map((address) => address[family])
      .filter((address) => !documentation[family].some((prefix) => isIn(address, prefix)));
    t.strictSame(outside, []);
  }
  t.strictSame(addresses.node(1), { ipv6: '2001:db8:1::1', ipv4: '192.0.2.1' });
  t.strictSame(addresses.node(17), { ipv6: '2001:db8:11::1', ipv4: '198.51.100.1' });
  t.strictSame(addresses.node(33), { ipv6: '2001:db8:21::1', ipv4: '203.0.113.1' });
  t.strictSame(addresses.link(2, 3), [
    { ipv6: '2001:db8:2:3::1', ipv4: '192.0.2.22' },
    { ipv6: '2001:db8:2:3::2', ipv4: '192.0.2.23' },
  ]);
});

t.test('a lab that is too large for the documentation prefixes uses 10.0.0.0/8', async (t) => {
  const small = { nodes: 48, linksPerOwner: 7, perSegment: 14 };
  for (const excess of [{ nodes: 49 }, { linksPerOwner: 8 }, { perSegment: 15 }]) {
    const addresses = addressPlan({ ...small, ...excess });
    t.match(addresses, { size: 'large', linkPrefix: { ipv4: 31 }, segmentPrefix: { ipv6: 64, ipv4: 24 } });
    t.equal(addresses.minBits('ipv4'), 0);
    t.strictSame(addresses.node(258), { ipv6: '2001:db8:102::1', ipv4: '10.1.2.1' });
    t.equal(addresses.link(258, 126)[1].ipv4, '10.1.2.253');
    t.equal(addresses.segment(258, 254).ipv4, '10.1.2.254');
  }
  const [largest] = addressPlan(addressLimits).link(addressLimits.nodes, addressLimits.linksPerOwner);
  t.strictSame(largest, { ipv6: '2001:db8:fffe:7e::1', ipv4: '10.255.254.252' });
});

t.test('an aggregate covers all addresses of its nodes and of no other', async (t) => {
  for (const nodes of [48, 300]) {
    const addresses = addressPlan({ nodes, linksPerOwner: 7 });
    for (const family of families) {
      const prefix = addresses.aggregate(family, addresses.index(family, 5), 16);
      const covered = (number: number) =>
        [addresses.node(number), ...addresses.link(number, 7)].map((address) => isIn(address[family], prefix));
      t.strictSame(covered(5), [true, true, true], prefix);
      t.strictSame([...covered(4), ...covered(6)].includes(true), false, prefix);
    }
  }
  const small = addressPlan({ nodes: 3, linksPerOwner: 1 });
  t.equal(small.aggregate('ipv6', 2, 15), '2001:db8:2::/47');
  t.equal(small.aggregate('ipv6', 0, 15), '2001:db8::/47');
  t.equal(small.aggregate('ipv4', 16, 12), '198.51.100.0/24');
});

t.test('each end of a link has its own MTU, MAC, address and the other end as gateway', async (t) => {
  const { byNode, numbers } = interfacesOf(readLab(threeNodes));
  t.strictSame(
    [...numbers],
    [
      ['client', 1],
      ['router', 2],
      ['server', 3],
    ],
  );
  const [near, far] = [byNode.get('router')![1]!, byNode.get('server')![0]!];
  t.strictSame(near, {
    ...{ name: 'to-server', place: 'router:to-server', peer: 'server', mtu: 1500, mac: '02:00:00:02:00:02' },
    address: { ipv6: '2001:db8:2:1::1', ipv4: '192.0.2.18' },
    gateway: { ipv6: '2001:db8:2:1::2', ipv4: '192.0.2.19' },
    prefixLength: { ipv6: 64, ipv4: 31 },
    at: ['topology', 'links', 1],
  });
  t.match(far, {
    name: 'to-router',
    mtu: 9000,
    mac: '02:00:00:03:00:01',
    address: near.gateway,
    gateway: near.address,
  });
});

t.test('a MAC address is unicast and locally administered, and holds 16-bit numbers', async (t) => {
  const ring = graphScenario(
    Array.from({ length: 300 }, () => 'router'),
    Array.from({ length: 300 }, (_, index) => [index, (index + 1) % 300] as const),
  );
  const { byNode } = interfacesOf(ring);
  t.equal(byNode.get('n299')![1]!.mac, '02:00:01:2c:00:02');
  const macs = [...byNode.values()].flat().map(({ mac }) => mac);
  t.equal(new Set(macs).size, 600);
});

t.test('names of interfaces fit the kernel and differ within a node', async (t) => {
  const names = planText(fourLegs).nodes.map(({ interfaces }) => interfaces.map(({ name }) => name));
  for (const own of names) t.equal(new Set(own).size, own.length);
  t.ok(names.flat().every((name) => name.length <= 15));
  t.strictSame(names[0], ['to-r1', 'to-r2', 'to-longest-na-6', 'to-longest-na-7']);
});

t.test('a shortened interface name avoids the name of another peer', async (t) => {
  const names = (first: string, second: string) => {
    const lab = `
title: A hub
topology:
  nodes: { hub: host, ${first}: host, ${second}: host }
  links: [{ between: [hub, ${first}], mtu: 1500 }, { between: [hub, ${second}], mtu: 1500 }]
steps: [{ do: { ping: { from: hub, to: ${first}, bytes: 100 } } }]`;
    return nodesOf(lab)
      .get('hub')!
      .interfaces.map(({ name }) => name);
  };
  t.strictSame(names('longest-name', 'b'), ['to-longest-name', 'to-b'], 'twelve characters of a peer fit');
  t.strictSame(names('longest-name-2', 'b'), ['to-longest-na-2', 'to-b']);
  t.strictSame(names('longest-name-2', 'longest-na-2'), ['to-longest-n-2x', 'to-longest-na-2']);
});

t.test('nodes on a switch share one prefix, and a port has no address', async (t) => {
  const { byNode } = interfacesOf(readLab(oneSwitch));
  const [a] = byNode.get('a')!;
  t.match(a, {
    address: { ipv6: '2001:db8:2:1::1', ipv4: '192.0.2.17' },
    gateway: { ipv6: '2001:db8:2:1::2', ipv4: '192.0.2.18' },
    prefixLength: { ipv6: 64, ipv4: 28 },
  });
  t.strictSame(a!.beyond, [
    { node: 'b', address: { ipv6: '2001:db8:2:1::2', ipv4: '192.0.2.18' }, mac: '02:00:00:03:00:01' },
    { node: 'c', address: { ipv6: '2001:db8:2:1::3', ipv4: '192.0.2.19' }, mac: '02:00:00:04:00:01' },
  ]);
  const none = { ipv6: '', ipv4: '' };
  for (const port of byNode.get('lan')!) t.match(port, { address: none, gateway: none, beyond: [{ node: port.peer }] });
  t.strictSame(
    byNode.get('lan')!.map(({ mtu }) => mtu),
    [9000, 1500, 9000],
  );
  t.equal(byNode.get('b')![0]!.mtu, 9000);
});

t.test('switches in a row form one segment with addresses of the first', async (t) => {
  const { byNode } = interfacesOf(readLab(twoSwitches));
  const beyond = (node: string, peer: string) =>
    byNode
      .get(node)!
      .find((view) => view.peer === peer)!
      .beyond!.map((neighbour) => neighbour.node);
  t.strictSame(beyond('a', 's1'), ['r1', 'r2']);
  t.strictSame(beyond('r1', 's2'), ['a', 'r2']);
  t.strictSame(beyond('s1', 's2'), ['r1', 'r2']);
  t.strictSame(beyond('s2', 's1'), ['a']);
  t.strictSame(beyond('b', 'far'), ['r1', 'r2']);
  t.strictSame(
    ['a', 'r1', 'r2'].map((node) => byNode.get(node)![0]!.address.ipv4),
    ['192.0.2.17', '192.0.2.18', '192.0.2.19'],
  );
  t.equal(byNode.get('b')![0]!.address.ipv6, '2001:db8:6:1::3');
});

t.test('a planned node has the facts of its kind', async (t) => {
  const nodes = nodesOf(chain);
  t.match(nodes.get('client'), {
    kind: 'host',
    forwards: false,
    families: ['ipv6', 'ipv4'],
    address: { ipv4: '192.0.2.1' },
  });
  t.match(nodes.get('firewall'), { kind: 'firewall', forwards: true, address: { ipv6: '2001:db8:4::1' } });
  t.equal(nodes.get('client')!.services, undefined);
  t.strictSame(nodes.get('server')!.services, [
    { word: 'http', settings: {}, listens: [{ protocol: 'tcp', port: 80 }] },
  ]);
  t.match(nodesOf(oneSwitch).get('lan'), {
    bridges: true,
    forwards: false,
    families: [],
    address: { ipv6: '', ipv4: '' },
  });
});

t.test('a node keeps segmentation offload only if its offloads trait is on', async (t) => {
  const offload = (setting: string) =>
    nodesOf(threeNodes.replace('client: host', `client: { host: { offloads: ${setting} } }`)).get('client')!;
  t.equal(offload('enabled').segmentationOffload, true);
  t.notOk('segmentationOffload' in offload('disabled'));
  t.notOk('segmentationOffload' in nodesOf(threeNodes).get('client')!);
});

t.test('a lab that is too large for the address plan is a problem, not a crash', async (t) => {
  const problems = (kinds: readonly string[], links: readonly (readonly [number, number])[] = []) => {
    const scenario = graphScenario(kinds, links);
    return sizeProblems(scenario, bridgesOf(scenario));
  };
  const hosts = (count: number) => Array.from({ length: count }, () => 'host');
  const star = (count: number, from: 0 | 1) =>
    Array.from({ length: count }, (_, index) => (from === 0 ? ([0, index + 1] as const) : ([index + 1, 0] as const)));
  t.strictSame(problems(hosts(65534)), []);
  t.match(problems(hosts(65535)), [
    {
      at: ['topology', 'nodes'],
      what: 'there are no addresses for 65535 nodes',
      right: 'at most 65534',
    },
  ]);
  t.strictSame(problems(['router', ...hosts(126)], star(126, 0)), []);
  t.match(problems(['router', ...hosts(128)], star(128, 0)), [
    { at: ['topology', 'links', 126], what: /^n0 is the first node of more than 126 links/ },
  ]);
  t.strictSame(problems(['router', ...hosts(200)], star(200, 1)), [], 'the first node owns the addresses of a link');
  t.strictSame(problems(['switch', ...hosts(254)], star(254, 0)), []);
  t.match(problems(['switch', ...hosts(255)], star(255, 1)), [
    {
      at: ['topology', 'nodes', 'n0'],
      what: /the 255 nodes on the segment of n0$/,
      right: 'at most 254',
    },
  ]);
});

t.test('the ends of an emulated link name the devices between them, and others none', async (t) => {
  const { nodes } = planText(impaired);
  const emulated = Object.fromEntries(
    nodes.flatMap(({ interfaces }) => interfaces.map(({ place, emulated }) => [place, emulated])),
  );
  const impairment = { delay: { ipv6: '100ms' }, loss: '1%', duplicate: '0.5%' };
  t.strictSame(emulated['a:to-b'], { from: 'l0-0', to: 'l0-1', holds: true, impairment });
  t.strictSame(emulated['b:to-a'], { from: 'l0-1', to: 'l0-0', holds: true, impairment });
  t.strictSame(emulated['c:to-b'], { from: 'l1-1', to: 'l1-0' });
  t.strictSame(emulated['d:to-c'], { from: 'l2-1', to: 'l2-0', holds: true });
  t.equal(emulated['d:plain'], undefined);
  t.strictSame(emulatedDirection(undefined, { link: readLab(chain).links[0]!, position: 0, end: 0 }), {});
});

t.test('a translated node has an address of the other family, and packets to it lead to the translator', async (t) => {
  const plan = planText(translated);
  const nodes = new Map(plan.nodes.map((node) => [node.name, node]));
  t.match(nodes.get('server')!.translated, { by: 'siit', family: 'ipv4', address: '192.0.2.65', isMapped: true });
  t.strictSame(nodes.get('device')!.translated, { by: 'siit', family: 'ipv6', address: '2001:db8:3:ff9b::c000:201' });
  t.equal(nodes.get('other')!.translated, undefined);
  t.strictSame(nodes.get('siit')!.translates, {
    ...{ device: 'siit0', address: '192.0.2.32', prefix: '2001:db8:3:ff9b::/96' },
    map: [{ node: 'server', has: 'ipv6', ipv6: '2001:db8:5::1', ipv4: '192.0.2.65' }],
  });
  const tables = new RouteTables(plan.routes);
  t.match(tables.nextHops('r4', 'ipv4', '192.0.2.65'), [{ interface: 'to-siit' }]);
  t.match(tables.nextHops('server', 'ipv6', '2001:db8:3:ff9b::c000:201'), [{ interface: 'to-r6' }]);
  t.match(tables.nextHops('r6', 'ipv6', '2001:db8:3:ff9b::c000:201'), [{ interface: 'to-siit' }]);
  const scenario = readLab(chain);
  const none = planTranslations(scenario, interfacesOf(scenario), dictionary);
  t.equal(none.translated('client') ?? none.translator('edge'), undefined);
});

t.test('leased addresses have a prefix of their own, which leads to their translator alone', async (t) => {
  const plan = planText(leasing);
  t.strictSame(leasePools(plan.scenario, dictionary), [{ node: 'siit', size: 2, number: 7 }]);
  const siit = plan.nodes.find(({ name }) => name === 'siit')!;
  t.match(siit.translates, { leases: { prefix: '192.0.2.96/28', size: 2 }, map: [{ node: 'other' }] });
  const hops = (node: string, address: string) => {
    const covering = plan.routes
      .filter((route) => route.in === node && route.family === 'ipv4')
      .filter(({ to }) => to === 'default' || ipaddr.parse(address).match(ipaddr.parseCIDR(to)))
      .sort((a, b) => Number(b.to.split('/')[1] ?? 0) - Number(a.to.split('/')[1] ?? 0));
    return covering[0]?.via.map((via) => via.interface);
  };
  t.strictSame(hops('device', '192.0.2.97'), ['to-r4']);
  t.strictSame(hops('r4', '192.0.2.97'), ['to-siit']);
  const own = plan.routes.filter((route) => route.in === 'siit' && route.to === '192.0.2.96/28');
  t.strictSame(own, [], 'the device of the translator has this route');
  const large = planText(leasing.replace('pool: 2', 'pool: 200')).nodes.find(({ name }) => name === 'siit')!;
  t.match(large.translates, { leases: { prefix: '10.0.7.0/24', size: 200 } });
  t.strictSame(leasePools(planText(translated).scenario, dictionary), []);
});

t.test('a translator has addresses that no link of its node has', async (t) => {
  const plan = addressPlan({ nodes: 5, linksPerOwner: 7 });
  t.strictSame(plan.translator(2), { address: '192.0.2.16', prefix: '2001:db8:2:ff9b::/96' });
  t.strictSame(addressPlan({ nodes: 500, linksPerOwner: 7 }).translator(300), {
    ...{ address: '10.1.44.0', prefix: '2001:db8:12c:ff9b::/96' },
  });
});

t.test('nodes behind NAT64 have addresses of a pool that no lab has', async (t) => {
  const plan = planText(sharedByNat64);
  const { translates } = plan.nodes.find(({ name }) => name === 'siit')!;
  t.equal(translates!.pool, '100.64.0.0/16');
  t.strictSame(
    translates!.map.map(({ node, ipv4 }) => [node, ipv4]),
    [
      ['r6', '100.64.0.4'],
      ['server', '100.64.0.5'],
      ['other', '100.64.0.6'],
    ],
  );
});

t.test('a CLAT has the prefix of the other translator, and routes of IPv4 to what lies behind that', async (t) => {
  const plan = planText(twoTranslators);
  const nodes = new Map(plan.nodes.map((node) => [node.name, node]));
  t.match(nodes.get('clat'), {
    leadsTo: 'plat',
    translates: {
      prefix: nodes.get('plat')!.translates!.prefix,
      map: [{ node: 'device', has: 'ipv4', ipv6: '2001:db8:1::1' }],
      beyond: { translator: 'plat' },
    },
  });
  t.strictSame(
    nodes.get('clat')!.translates!.beyond!.nodes.map(({ node }) => node),
    ['plat', 'server'],
  );
  t.match(nodes.get('device')!.translated, { by: 'clat', address: '2001:db8:1::1', isMapped: true });
  t.match(nodes.get('server')!.translated, { by: 'plat', isForAll: true });
  t.ok(nodes.get('plat')!.translates!.map.some(({ node, has }) => node === 'device' && has === 'ipv6'));
  t.match(new RouteTables(plan.routes).nextHops('r6', 'ipv6', '2001:db8:1::1'), [{ interface: 'to-clat' }]);
});
