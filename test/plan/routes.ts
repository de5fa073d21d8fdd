import fc from 'fast-check';
import t from 'tap';
import { addressPlan } from '../../src/plan/addresses/address-plan.ts';
import { anyValue, compressPrefixes } from '../../src/plan/routes/compress-prefixes.ts';
import type { PrefixEntry } from '../../src/plan/routes/compress-prefixes.ts';
import { makePlan } from '../../src/plan/make-plan.ts';
import { unreachable, shortestPaths } from '../../src/plan/routes/shortest-paths.ts';
import type { GraphNode, ShortestPaths } from '../../src/plan/routes/shortest-paths.ts';
import type { Plan } from '../../src/plan/model/plan.ts';
import type { Scenario } from '../../src/scenario/model/scenario.ts';
import { dictionary } from '../../src/words/dictionary.ts';

const scenario = (kinds: readonly string[], links: readonly (readonly [number, number])[]): Scenario => ({
  ...{ file: 'f.yaml', title: 'a graph', families: ['ipv6', 'ipv4'], neighbours: 'permanent', legs: [], steps: [] },
  nodes: kinds.map((kind, index) => ({
    name: `n${index}`,
    kind,
    settings: {},
    traits: {},
    at: ['topology', 'nodes', `n${index}`],
  })),
  links: links.map(([one, other], index) => ({
    between: [`n${one}`, `n${other}`],
    mtu: [1500, 1500],
    at: ['topology', 'links', index],
  })),
});

const planned = (given: Scenario): Plan => makePlan(given, dictionary).plan!;

const longest = (entries: readonly PrefixEntry[], number: number): number | undefined =>
  entries
    .filter(({ number: start, bits }) => bits === 0 || start >> (16 - bits) === number >> (16 - bits))
    .reduce((best, entry) => (entry.bits >= (best?.bits ?? -1) ? entry : best), undefined as PrefixEntry | undefined)
    ?.value;

t.test('a compressed table says of every number what the full one says', async (t) => {
  const table = fc.array(fc.integer({ min: anyValue, max: 3 }), { minLength: 1, maxLength: 70 });
  fc.assert(
    fc.property(table, fc.constantFrom(0, 12), (values, fewestBits) => {
      const entries = compressPrefixes(Int32Array.from(values), fewestBits);
      return values.every((value, number) => value === anyValue || longest(entries, number) === value);
    }),
    { numRuns: 500 },
  );
  t.ok(compressPrefixes(Int32Array.from([0, 1, 1, 1, 1, 1, 1, 1]), 12).length <= 3, 'and it is smaller');
});

/** Walks from hop to hop by longest match on addresses, over any of the equal ways, as the kernels will do. */
const walk = (plan: Plan, from: string, to: string, family: 'ipv6' | 'ipv4', choose: number): number => {
  const target = binary(plan.nodes.find(({ name }) => name === to)!.address[family]);
  let [here, hops] = [from, 0];
  for (; here !== to; hops++) {
    const routes = plan.routes.filter(
      (route) => route.in === here && route.family === family && covers(route.to, target),
    );
    const best = routes.reduce((one, other) => (length(other.to) > length(one.to) ? other : one));
    const next = best.via[choose % best.via.length]!;
    const wire = plan.nodes.find(({ name }) => name === here)!.interfaces.find(({ name }) => name === next.interface)!;
    here = heard(plan, wire.peer, here).find(({ address }) => address[family] === next.gateway)!.node;
    if (hops > plan.nodes.length) return Infinity;
  }
  return hops;
};

/** Interfaces with addresses at the other side of a wire: frames go through bridges, and never back. */
const heard = (plan: Plan, node: string, from: string): readonly Heard[] => {
  const { bridges, interfaces } = plan.nodes.find(({ name }) => name === node)!;
  return interfaces.flatMap(({ peer, address }) => {
    if (bridges) return peer === from ? [] : heard(plan, peer, node);
    return peer === from ? [{ node, address }] : [];
  });
};

interface Heard {
  readonly node: string;
  readonly address: Readonly<Record<'ipv6' | 'ipv4', string>>;
}

/** The same walk by the table that was not compressed. */
const shortest = (nodes: readonly GraphNode[], { ways, sets }: ShortestPaths, from: number, to: number): number =>
  from === to
    ? 0
    : 1 + shortest(nodes, { ways, sets }, nodes[from]!.neighbours[sets[from]![ways[from]![to]!]![0]!]!, to);

const length = (to: string): number => (to === 'default' ? 0 : Number(to.split('/')[1]));

const covers = (to: string, target: string): boolean =>
  to === 'default' || binary(to.split('/')[0]!).slice(0, length(to)) === target.slice(0, length(to));

const binary = (address: string): string => {
  if (!address.includes(':'))
    return address
      .split('.')
      .map((part) => bits(Number(part), 8))
      .join('');
  const [head, tail] = address.split('::').map((half) => half.split(':').filter(Boolean)) as [string[], string[]];
  const zeros = Array.from({ length: 8 - head.length - tail.length }, () => '0');
  return [...head, ...zeros, ...tail].map((part) => bits(parseInt(part, 16), 16)).join('');
};

const bits = (value: number, width: number): string => value.toString(2).padStart(width, '0');

t.test('whatever the graph, packets take a shortest way to every node, through no host', async () => {
  const graph = fc.integer({ min: 2, max: 60 }).chain((size) =>
    fc.record({
      kinds: fc.array(fc.constantFrom('router', 'router', 'router', 'host', 'switch'), {
        minLength: size,
        maxLength: size,
      }),
      joins: fc.array(fc.nat(), { minLength: size - 1, maxLength: size - 1 }),
      more: fc.array(fc.tuple(fc.nat(size - 1), fc.nat(size - 1)), { maxLength: 10 }),
    }),
  );
  fc.assert(
    fc.property(graph, fc.nat(7), ({ kinds, joins, more }, choose) => {
      const tree = joins.map((parent, index): [number, number] => [parent % (index + 1), index + 1]);
      const routed = more.filter(([a, b]) => a !== b && kinds[a] !== 'switch' && kinds[b] !== 'switch');
      const links = [...tree, ...routed].filter(
        ([a, b], index, all) => all.findIndex(([c, d]) => (a === c && b === d) || (a === d && b === c)) === index,
      );
      const made = planned(scenario(kinds, links));
      const hops = made.nodes.map(({ name, forwards, bridges, interfaces }) => ({
        forwards,
        neighbours: bridges
          ? []
          : interfaces.flatMap(({ peer }) => heard(made, peer, name)).map(({ node }) => Number(node.slice(1))),
      }));
      const { ways, sets } = shortestPaths(hops);
      const target = choose % kinds.length;
      return made.nodes.every((node, from) => {
        if (from === target || ways[from]![target] === unreachable) return true;
        const both = (['ipv6', 'ipv4'] as const).map((family) => walk(made, node.name, `n${target}`, family, choose));
        return both.every((taken) => taken === shortest(hops, { ways, sets }, from, target));
      });
    }),
    { numRuns: 100 },
  );
});

t.test('equal ways are all used', async (t) => {
  const { ways, sets } = shortestPaths([
    { forwards: false, neighbours: [1, 2] },
    { forwards: true, neighbours: [0, 3] },
    { forwards: true, neighbours: [0, 3] },
    { forwards: true, neighbours: [1, 2] },
  ]);
  t.strictSame(sets[0]![ways[0]![3]!], [0, 1]);
  t.strictSame(sets[1]![ways[1]![2]!], [1], 'and none of them leads through a host');
});

t.test('a ring of a thousand nodes is planned at once and stays small', async (t) => {
  const size = 1000;
  const ring = scenario(
    Array.from({ length: size }, () => 'router'),
    Array.from({ length: size }, (_, index) => [index, (index + 1) % size] as const),
  );
  const began = process.cpuUsage();
  const made = planned(ring);
  const { user, system } = process.cpuUsage(began); // not the clock: other tests run beside
  const ms = (user + system) / 1000;
  const most = Math.max(...counts(made));
  t.ok(most <= 25, `${most} prefixes a node and family`);
  t.ok(ms < 2000, `${Math.round(ms)} ms of CPU`);
  t.comment(`ring of ${size}: ${Math.round(ms)} ms, at most ${most} prefixes a node and family`);
});

const counts = ({ routes }: Plan): readonly number[] => {
  const counted = new Map<string, number>();
  for (const route of routes) {
    const key = `${route.in} ${route.family}`;
    counted.set(key, (counted.get(key) ?? 0) + 1);
  }
  return [...counted.values()];
};

t.test('no address is given twice, small or large', async (t) => {
  for (const counts of [
    { nodes: 48, linksPerOwner: 7, perSegment: 14 },
    { nodes: 300, linksPerOwner: 126, perSegment: 254 },
  ]) {
    const addresses = addressPlan(counts);
    const segment = Array.from({ length: counts.perSegment }, (_, index) => addresses.segment(counts.nodes, index + 1));
    const all = Array.from({ length: counts.nodes - 1 }, (_, index) => index + 1).flatMap((number) => [
      addresses.node(number),
      ...Array.from({ length: counts.linksPerOwner }, (_, link) => addresses.link(number, link + 1)).flat(),
    ]);
    for (const family of ['ipv6', 'ipv4'] as const)
      t.equal(
        new Set([...segment, ...all].map((one) => one[family])).size,
        segment.length + all.length,
        `${counts.nodes} nodes, ${family}`,
      );
  }
});
