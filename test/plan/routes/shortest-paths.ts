import fc from 'fast-check';
import t from 'tap';
import { families } from '../../../src/evidence/family.ts';
import type { Family } from '../../../src/evidence/family.ts';
import { makePlan } from '../../../src/plan/make-plan.ts';
import type { Plan } from '../../../src/plan/model/plan.ts';
import { anyValue, compressPrefixes } from '../../../src/plan/routes/compress-prefixes.ts';
import type { PrefixEntry } from '../../../src/plan/routes/compress-prefixes.ts';
import { shortestPaths, unreachable } from '../../../src/plan/routes/shortest-paths.ts';
import type { GraphNode, ShortestPaths } from '../../../src/plan/routes/shortest-paths.ts';
import type { Scenario } from '../../../src/scenario/model/scenario.ts';
import { dictionary } from '../../../src/words/dictionary.ts';
import { graphScenario } from '../fixtures/labs.ts';

const planOf = (scenario: Scenario): Plan => makePlan(scenario, dictionary).plan!;

const longestMatch = (entries: readonly PrefixEntry[], number: number): number | undefined =>
  entries
    .filter(({ number: start, bits }) => bits === 0 || start >> (16 - bits) === number >> (16 - bits))
    .reduce((best, entry) => (entry.bits >= (best?.bits ?? -1) ? entry : best), undefined as PrefixEntry | undefined)
    ?.value;

t.test('a compressed table gives every number the value of the full table', async () => {
  const table = fc.array(fc.integer({ min: anyValue, max: 3 }), { minLength: 1, maxLength: 70 });
  fc.assert(
    fc.property(table, fc.constantFrom(0, 12), (values, minBits) => {
      const entries = compressPrefixes(Int32Array.from(values), minBits);
      const areLong = entries.every(({ bits }) => bits === 0 || bits >= minBits);
      return areLong && values.every((value, number) => value === anyValue || longestMatch(entries, number) === value);
    }),
    { numRuns: 500 },
  );
});

t.test('a compressed table is small', async (t) => {
  t.ok(compressPrefixes(Int32Array.from([0, 1, 1, 1, 1, 1, 1, 1]), 12).length <= 3);
  t.strictSame(compressPrefixes(Int32Array.from([anyValue, 2, anyValue, 2])), [{ number: 0, bits: 0, value: 2 }]);
  t.strictSame(compressPrefixes(Int32Array.from([anyValue])), [{ number: 0, bits: 0, value: anyValue }]);
});

/** Counts the hops along longest matches on addresses, over any of the equal-cost paths, as the kernels forward. */
const countHops = (plan: Plan, from: string, to: string, family: Family, choice: number): number => {
  const target = binary(plan.nodes.find(({ name }) => name === to)!.address[family]);
  let [here, hops] = [from, 0];
  for (; here !== to; hops++) {
    const routes = plan.routes.filter(
      (route) => route.in === here && route.family === family && covers(route.to, target),
    );
    const best = routes.reduce((longest, route) => (length(route.to) > length(longest.to) ? route : longest));
    const hop = best.via[choice % best.via.length]!;
    const view = plan.nodes.find(({ name }) => name === here)!.interfaces.find(({ name }) => name === hop.interface)!;
    here = receivers(plan, view.peer, here).find(({ address }) => address[family] === hop.gateway)!.node;
    if (hops > plan.nodes.length) return Infinity;
  }
  return hops;
};

/** Interfaces with addresses that receive what is sent to `node`: bridges forward frames, but never back. */
const receivers = (plan: Plan, node: string, from: string): readonly Receiver[] => {
  const { bridges, interfaces } = plan.nodes.find(({ name }) => name === node)!;
  return interfaces.flatMap(({ peer, address }) => {
    if (bridges) return peer === from ? [] : receivers(plan, peer, node);
    return peer === from ? [{ node, address }] : [];
  });
};

interface Receiver {
  readonly node: string;
  readonly address: Readonly<Record<Family, string>>;
}

/** The number of hops by the table before compression. */
const shortest = (
  graph: readonly GraphNode[],
  { setIndexes, sets }: ShortestPaths,
  from: number,
  to: number,
): number =>
  from === to
    ? 0
    : 1 + shortest(graph, { setIndexes, sets }, graph[from]!.neighbours[sets[from]![setIndexes[from]![to]!]![0]!]!, to);

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

t.test('in any network, packets take a shortest path to every node and pass through no host', async () => {
  const graph = fc.integer({ min: 2, max: 60 }).chain((size) =>
    fc.record({
      kinds: fc.array(fc.constantFrom('router', 'router', 'router', 'host', 'switch'), {
        minLength: size,
        maxLength: size,
      }),
      parents: fc.array(fc.nat(), { minLength: size - 1, maxLength: size - 1 }),
      extra: fc.array(fc.tuple(fc.nat(size - 1), fc.nat(size - 1)), { maxLength: 10 }),
    }),
  );
  fc.assert(
    fc.property(graph, fc.nat(7), ({ kinds, parents, extra }, choice) => {
      const tree = parents.map((parent, index): [number, number] => [parent % (index + 1), index + 1]);
      const routed = extra.filter(([a, b]) => a !== b && kinds[a] !== 'switch' && kinds[b] !== 'switch');
      const links = [...tree, ...routed].filter(
        ([a, b], index, all) => all.findIndex(([c, d]) => (a === c && b === d) || (a === d && b === c)) === index,
      );
      const plan = planOf(graphScenario(kinds, links));
      const hops = plan.nodes.map(({ name, forwards, bridges, interfaces }) => ({
        forwards,
        neighbours: bridges
          ? []
          : interfaces.flatMap(({ peer }) => receivers(plan, peer, name)).map(({ node }) => Number(node.slice(1))),
      }));
      const paths = shortestPaths(hops);
      const target = choice % kinds.length;
      return plan.nodes.every((node, from) => {
        if (from === target || paths.setIndexes[from]![target] === unreachable) return true;
        const counts = families.map((family) => countHops(plan, node.name, `n${target}`, family, choice));
        return counts.every((count) => count === shortest(hops, paths, from, target));
      });
    }),
    { numRuns: 100 },
  );
});

t.test('all equal-cost paths are used, and none leads through a host', async (t) => {
  const { setIndexes, sets } = shortestPaths([
    { forwards: false, neighbours: [1, 2] },
    { forwards: true, neighbours: [0, 3] },
    { forwards: true, neighbours: [0, 3] },
    { forwards: true, neighbours: [1, 2] },
  ]);
  t.strictSame(sets[0]![setIndexes[0]![3]!], [0, 1]);
  t.strictSame(sets[1]![setIndexes[1]![2]!], [1]);
});

t.test('a shared destination is reached at its nearest holders, and no path leads through one', async (t) => {
  const chain = [
    { forwards: false, neighbours: [1] },
    { forwards: true, neighbours: [0, 2, 3] },
    { forwards: false, neighbours: [1] },
    { forwards: true, neighbours: [1, 4] },
    { forwards: false, neighbours: [3] },
  ];
  const { setIndexes, sets } = shortestPaths(chain, [
    [2, 4],
    [4, 0],
  ]);
  const towards = (from: number, shared: number) => sets[from]![setIndexes[from]![chain.length + shared]!];
  t.strictSame([towards(0, 0), towards(1, 0), towards(3, 0)], [[0], [1], [1]], 'the nearest one');
  t.strictSame(towards(1, 1), [0], 'a holder one hop away before one at two');
  t.strictSame([setIndexes[2]![5], setIndexes[4]![5]], [unreachable, unreachable], 'a holder needs no route');
  const [pair] = [shortestPaths(chain, [[2, 0]])];
  t.strictSame(pair.sets[1]![pair.setIndexes[1]![5]!], [0, 1], 'all holders at the same distance');
});

t.test('a node without a path is unreachable', async (t) => {
  const { setIndexes, sets } = shortestPaths([
    { forwards: true, neighbours: [1] },
    { forwards: false, neighbours: [0, 2] },
    { forwards: true, neighbours: [1] },
    { forwards: true, neighbours: [] },
  ]);
  t.strictSame([...setIndexes[0]!], [unreachable, 0, unreachable, unreachable], 'a host does not forward');
  t.strictSame(sets, [[[0]], [[0], [1]], [[0]], []]);
});

/** Plans a ring of routers; returns its plan and the CPU time in milliseconds, since other tests run in parallel. */
const planRing = (size: number) => {
  const ring = graphScenario(
    Array.from({ length: size }, () => 'router'),
    Array.from({ length: size }, (_, index) => [index, (index + 1) % size] as const),
  );
  const began = process.cpuUsage();
  const plan = planOf(ring);
  const { user, system } = process.cpuUsage(began);
  return { plan, ms: (user + system) / 1000 };
};

t.test('a ring of a thousand nodes needs few routes, and its plan grows with the square of its size', async (t) => {
  planRing(250); // Node compiles meanwhile
  const quarter = planRing(250).ms;
  const { plan, ms } = planRing(1000);
  const counts = new Map<string, number>();
  for (const route of plan.routes) {
    const key = `${route.in} ${route.family}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const most = Math.max(...counts.values());
  t.ok(most <= 25, `${most} prefixes per node and family`);
  // The square of four is 16, the cube 64.
  t.ok(ms < 40 * quarter, `${Math.round(ms)} ms of CPU, ${Math.round(quarter)} ms for 250 nodes`);
});
