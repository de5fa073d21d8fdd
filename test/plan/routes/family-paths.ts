import fc from 'fast-check';
import ipaddr from 'ipaddr.js';
import t from 'tap';
import { families } from '../../../src/evidence/family.ts';
import type { Family } from '../../../src/evidence/family.ts';
import { planInterfaces } from '../../../src/plan/addresses/plan-interfaces.ts';
import { planNodes } from '../../../src/plan/addresses/plan-nodes.ts';
import { segmentsOf } from '../../../src/plan/addresses/segments-of.ts';
import { makePlan } from '../../../src/plan/make-plan.ts';
import type { Plan } from '../../../src/plan/model/plan.ts';
import { familyPaths } from '../../../src/plan/routes/family-paths.ts';
import type { Scenario } from '../../../src/scenario/model/scenario.ts';
import { dictionary } from '../../../src/words/dictionary.ts';
import { graphScenario, planText } from '../fixtures/labs.ts';

const withFamilies = (
  scenario: Scenario,
  ofNodes: readonly (readonly Family[])[],
  ofLinks: readonly (readonly Family[])[],
): Scenario => ({
  ...scenario,
  nodes: scenario.nodes.map((node, index) => ({ ...node, families: ofNodes[index % ofNodes.length]! })),
  links: scenario.links.map((link, index) => ({ ...link, families: ofLinks[index % ofLinks.length]! })),
});

/** Where packets to an address of a node end, from hop to hop by the longest match, as the kernels forward. */
const endOfWay = (plan: Plan, from: string, to: string, family: Family, choice: number): string => {
  const nodeOf = (name: string) => plan.nodes.find((node) => node.name === name)!;
  const target = nodeOf(to).address[family];
  const holder = (address: string) =>
    plan.nodes.find(({ interfaces }) => interfaces.some((view) => view.address[family] === address))?.name;
  let here = from;
  for (let hops = 0; here !== to; hops++) {
    if (hops > plan.nodes.length) return 'a loop';
    if (hops > 0 && !nodeOf(here).forwards) return `${here}, which does not forward`;
    const routes = plan.routes
      .filter((route) => route.in === here && route.family === family && covers(route.to, target))
      .sort((a, b) => length(b.to) - length(a.to));
    const best = routes[0]?.via;
    if (!best || best.length === 0) return 'refused';
    const next = holder(best[choice % best.length]!.gateway);
    if (next === undefined) return 'a gateway that no node has';
    here = next;
  }
  return to;
};

const length = (to: string): number => (to === 'default' ? 0 : Number(to.split('/')[1]));

const covers = (to: string, target: string): boolean =>
  to === 'default' || ipaddr.parse(target).match(ipaddr.parseCIDR(to) as never);

/** The nodes that a node reaches in a family by the words of the scenario alone: over links that carry it, through nodes that forward. */
const connected = ({ nodes, links }: Scenario, from: string, family: Family): ReadonlySet<string> => {
  const kindOf = new Map(nodes.map(({ name, kind }) => [name, kind]));
  const has = new Set(
    nodes.filter((node) => node.kind === 'switch' || node.families!.includes(family)).map(({ name }) => name),
  );
  const reached = new Set([from]);
  for (const name of reached)
    for (const { between, families: carried } of name === from || kindOf.get(name) !== 'host' ? links : []) {
      const other = between[1 - between.indexOf(name)];
      if (between.includes(name) && other !== undefined && has.has(other) && carried!.includes(family))
        reached.add(other);
    }
  return reached;
};

const some = fc.constantFrom<readonly Family[]>(families, families, ['ipv6'], ['ipv4']);

t.test(
  'in any network, nodes that share a family and a path in it reach each other, and no packet circles',
  async (t) => {
    const graph = fc.integer({ min: 2, max: 14 }).chain((size) =>
      fc.record({
        kinds: fc.array(fc.constantFrom('router', 'router', 'host', 'switch'), { minLength: size, maxLength: size }),
        parents: fc.array(fc.nat(), { minLength: size - 1, maxLength: size - 1 }),
        extra: fc.array(fc.tuple(fc.nat(size - 1), fc.nat(size - 1)), { maxLength: 6 }),
        ofNodes: fc.array(some, { minLength: size, maxLength: size }),
        ofLinks: fc.array(some, { minLength: size, maxLength: size }),
      }),
    );
    let [reached, refused] = [0, 0];
    fc.assert(
      fc.property(graph, fc.nat(7), ({ kinds, parents, extra, ofNodes, ofLinks }, choice) => {
        const tree = parents.map((parent, index): [number, number] => [parent % (index + 1), index + 1]);
        const routed = extra.filter(([a, b]) => a !== b && kinds[a] !== 'switch' && kinds[b] !== 'switch');
        const links = [...tree, ...routed].filter(
          ([a, b], index, all) => all.findIndex(([c, d]) => (a === c && b === d) || (a === d && b === c)) === index,
        );
        // A link with a switch carries what its node has: frames have no family.
        const scenario = withFamilies(graphScenario(kinds, links), ofNodes, ofLinks);
        const open = scenario.links.map((link) =>
          link.between.some((end) => kinds[Number(end.slice(1))] === 'switch') ? { ...link, families } : link,
        );
        const lab = { ...scenario, links: open };
        const plan = makePlan(lab, dictionary).plan!;
        const withAddress = (family: Family) => plan.nodes.filter((node) => node.families.includes(family));
        for (const family of families)
          for (const { name: from } of withAddress(family))
            for (const { name: to } of withAddress(family)) {
              const isConnected = connected(lab, from, family).has(to);
              const end = endOfWay(plan, from, to, family, choice);
              if (from !== to) isConnected ? reached++ : refused++;
              const isRight = isConnected ? end === to : end === 'refused' || end.endsWith('which does not forward');
              if (!isRight) throw new Error(`${family} from ${from} to ${to}: ${end}, ${isConnected}`);
            }
      }),
      { numRuns: 150 },
    );
    t.ok(reached > 1000 && refused > 1000, `${reached} pairs are connected, ${refused} are not`);
  },
);

t.test('families that all nodes and links have share their paths', async (t) => {
  const pathsOf = (scenario: Scenario) => {
    const segments = segmentsOf(scenario, dictionary);
    const interfaces = planInterfaces(scenario, segments, dictionary);
    const nodes = planNodes(scenario, dictionary, interfaces);
    return familyPaths(scenario, { nodes, segments, numbers: interfaces.numbers });
  };
  const kinds = ['host', 'switch', 'router', 'host'];
  const scenario = graphScenario(kinds, [
    [0, 1],
    [1, 2],
    [2, 3],
  ]);
  const both = pathsOf(scenario);
  t.equal(both('ipv6'), both('ipv4'));
  const fewer = pathsOf({ ...scenario, nodes: scenario.nodes.with(3, { ...scenario.nodes[3]!, families: ['ipv4'] }) });
  t.not(fewer('ipv6'), fewer('ipv4'));
  const link = pathsOf({ ...scenario, links: scenario.links.with(2, { ...scenario.links[2]!, families: ['ipv4'] }) });
  t.not(link('ipv6'), link('ipv4'));
});

const mixed = planText(`
title: A host without IPv6, a router without IPv4, and a link that carries IPv4 only
topology:
  nodes:
    old: { host: { families: [ipv4] } }
    client: host
    gate: router
    r6: { router: { families: [ipv6] } }
    far: router
    s1: { host: { serve: http, families: [ipv6] } }
    s2: { host: { serve: http } }
  addresses: { vip: { at: [s1, s2] }, six: { at: [s1] } }
  links:
    - { between: [old, gate], mtu: 1500 }
    - { between: [client, gate], mtu: 1500 }
    - { between: [gate, r6], mtu: 1500 }
    - { between: [r6, far], mtu: 1500 }
    - { between: [gate, far], name: narrow, families: [ipv4], mtu: 576 }
    - { between: [far, s1], mtu: 1500 }
    - { between: [far, s2], mtu: 1500 }
steps:
  - { do: { fetch: { from: client, to: vip, bytes: 100 } } }
  - { do: { fetch: { from: old, to: vip, bytes: 100 } } }
  - { do: { ping: { from: client, to: six, bytes: 100 } } }
`);

const commandsOf = (node: string): readonly string[] =>
  mixed.commands
    .filter((command) => command.in === node)
    .flatMap((command) => {
      if ('sysctl' in command) return [`${command.sysctl}=${command.value}`];
      return 'ip' in command ? [command.ip.join(' ')] : [];
    });

t.test('a node has addresses, routes, neighbours and forwarding of its families only', async (t) => {
  t.notOk(commandsOf('old').some((command) => /2001:|::/.test(command)));
  t.ok(commandsOf('old').includes('net.ipv6.conf.all.disable_ipv6=1'));
  t.notOk(commandsOf('client').some((command) => command.includes('disable_ipv6')));
  t.notOk(commandsOf('r6').some((command) => /192\.0\.2\./.test(command)));
  t.same(
    commandsOf('r6').filter((command) => /forward/.test(command)),
    ['net.ipv4.ip_forward=0', 'net.ipv6.conf.all.forwarding=1'],
  );
  t.same(
    commandsOf('gate').filter((command) => /forward|disable/.test(command)),
    [
      'net.ipv4.ip_forward=1',
      'net.ipv6.conf.all.forwarding=1',
      'net.ipv6.conf.to-old.disable_ipv6=1',
      'net.ipv6.conf.narrow.disable_ipv6=1',
      'net.ipv4.conf.to-r6.forwarding=0',
    ],
  );
});

t.test('routes of each family use the links that carry it', async (t) => {
  const devices = (family: Family) =>
    new Set(
      mixed.routes
        .filter((route) => route.in === 'gate' && route.family === family)
        .flatMap(({ via }) => via.map((hop) => hop.interface)),
    );
  t.same(devices('ipv6'), new Set(['to-client', 'to-r6']));
  t.same(devices('ipv4'), new Set(['narrow', 'to-old', 'to-client']));
});

t.test('a shared address has the families of its holders', async (t) => {
  const sharesOf = (node: string) => mixed.nodes.find(({ name }) => name === node)!.shares!;
  t.same(
    sharesOf('s1').map(({ name, address }) => [name, address.ipv6 !== '', address.ipv4 !== '']),
    [
      ['vip', true, true],
      ['six', true, false],
    ],
  );
  const vip = sharesOf('s1')[0]!.address;
  const has = (node: string, address: string) => commandsOf(node).some((command) => command.includes(`${address}/`));
  t.same(
    [has('s1', vip.ipv6), has('s1', vip.ipv4), has('s2', vip.ipv6), has('s2', vip.ipv4)],
    [true, false, true, true],
  );
});

t.test('a step runs in the families of its ends', async (t) => {
  t.same(
    mixed.scenario.steps.map((step) => step.families),
    [undefined, ['ipv4'], ['ipv6']],
  );
});
