import t from 'tap';
import type { Family } from '../../src/evidence/family.ts';
import { checkLegs } from '../../src/scenario/checks/check-legs.ts';
import { checkNames } from '../../src/scenario/checks/check-names.ts';
import { checkSteps } from '../../src/scenario/checks/check-steps.ts';
import { checkSwitchLoops } from '../../src/scenario/checks/check-switch-loops.ts';
import { checkTopology } from '../../src/scenario/checks/check-topology.ts';
import { checkWordConflicts } from '../../src/scenario/checks/check-word-conflicts.ts';
import { DisjointSet } from '../../src/scenario/checks/disjoint-set.ts';
import { nameReferences } from '../../src/scenario/checks/name-references.ts';
import type { Problem } from '../../src/scenario/problems/problem.ts';
import { stepsOf } from '../../src/scenario/reading/steps-of.ts';
import { scenarioSchema } from '../../src/scenario/schema/scenario-schema.ts';
import { topologyOf } from '../../src/scenario/topology/topology.ts';
import { dictionary } from '../../src/words/dictionary.ts';

const schema = scenarioSchema(dictionary);
const isValid = () => true;
const bothFamilies: readonly Family[] = ['ipv6', 'ipv4'];

/** Code and path of each problem, as `code path.to.value`. */
const brief = (problems: readonly Problem[]): readonly string[] =>
  problems.map(({ code, at }) => `${code} ${at.join('.')}`);

/** A scenario of hosts a and b at router r, with these parts replaced. */
const scenario = (parts: { nodes?: object; links?: readonly unknown[]; steps?: readonly unknown[] }) => ({
  topology: {
    nodes: { a: 'host', r: 'router', b: { host: { serve: 'http' } }, ...parts.nodes },
    links: parts.links ?? [
      { between: ['a', 'r'], mtu: 9000 },
      { between: ['r', 'b'], mtu: 1500 },
    ],
  },
  steps: parts.steps ?? [],
});

type Value = ReturnType<typeof scenario>;

const fetch = { from: 'a', to: 'b', bytes: 1000 };
const legLinks = (...via: readonly string[]) => [
  { between: ['a', 'r'], legs: via.map((name) => ({ via: name, mtu: 1500 })) },
  { between: ['r', 'b'], mtu: 1500 },
];

t.test('disjoint sets are joined once', async (t) => {
  const sets = new DisjointSet();
  t.equal(sets.root('a'), 'a');
  t.ok(sets.join('a', 'b'));
  t.ok(sets.join('c', 'd'));
  t.notOk(sets.join('b', 'a'));
  t.ok(sets.join('a', 'd'));
  t.notOk(sets.join('b', 'c'));
  t.equal(sets.root('b'), sets.root('c'));
  t.notOk(sets.join('e', 'e'));
});

t.test('names are found wherever the schema marks them, except where the value is invalid', async (t) => {
  const steps = [
    { do: { fetch: { ...fetch, from: 'Not A Name', as: 'f' } }, expect: { 'syn-mss': { 'r:to-b': 1460 } } },
    { together: [{ do: { follow: { flow: 'f' } } }] },
    { do: { change: { r: { clamp: { mss: 1396, towards: 'b' } } } } },
  ];
  const references = nameReferences(schema, scenario({ steps }));
  t.same(
    references.map(({ reference, name, part, at }) => `${reference} ${name} (${part}) ${at.join('.')}`),
    [
      'node a (value) topology.links.0.between.0',
      'node r (value) topology.links.0.between.1',
      'node r (value) topology.links.1.between.0',
      'node b (value) topology.links.1.between.1',
      'node b (value) steps.0.do.fetch.to',
      'new-flow f (value) steps.0.do.fetch.as',
      'place r:to-b (key) steps.0.expect.syn-mss.r:to-b',
      'flow f (value) steps.1.together.0.do.follow.flow',
      'node r (key) steps.2.do.change.r',
      'node b (value) steps.2.do.change.r.clamp.towards',
    ],
  );
  t.same(nameReferences(schema, null), []);
});

const topologyIn = (value: Value) => topologyOf(value, dictionary, isValid);
const nameProblems = (value: Value) => brief(checkNames(nameReferences(schema, value), topologyIn(value), value));
const stepProblems = (...steps: readonly unknown[]) => nameProblems(scenario({ steps }));

t.test('unknown nodes, places and legs are found', async (t) => {
  t.same(stepProblems({ do: { fetch } }), []);
  t.same(stepProblems({ do: { fetch: { ...fetch, to: 'c' } } }), ['unknown-node steps.0.do.fetch.to']);
  const expect = (place: string) => ({ do: { fetch }, expect: { 'syn-mss': { [place]: 1460 } } });
  t.same(stepProblems(expect('r:to-b'), expect('r')), []);
  t.same(stepProblems(expect('a:to-b')), ['unknown-place steps.0.expect.syn-mss.a:to-b']);
  t.same(stepProblems(expect('c:to-b')), ['unknown-node steps.0.expect.syn-mss.c:to-b']);
  const steps = [{ do: { fetch: { ...fetch, leg: 'r1' } } }];
  t.same(nameProblems(scenario({ steps })), ['unknown-leg steps.0.do.fetch.leg']);
  t.same(nameProblems(scenario({ steps, links: legLinks('r1', 'r2') })), []);
});

t.test('names are not looked up in an incomplete topology', async (t) => {
  const value = { ...scenario({ steps: [{ do: { fetch: { ...fetch, to: 'c', leg: 'r1' } } }] }), topology: {} };
  t.same(nameProblems(value as Value), []);
});

t.test('a flow exists after the step that keeps it', async (t) => {
  const keep = (flow: string) => ({ do: { fetch: { ...fetch, as: flow } } });
  const follow = { do: { follow: { flow: 'f' } } };
  t.same(stepProblems(keep('f'), follow), []);
  t.same(stepProblems(follow), ['unknown-flow steps.0.do.follow.flow']);
  t.same(stepProblems(follow, keep('f')), ['unknown-flow steps.0.do.follow.flow']);
  t.same(stepProblems({ together: [keep('f'), follow] }), ['unknown-flow steps.0.together.1.do.follow.flow']);
  t.same(stepProblems(keep('f'), keep('f')), ['flow-twice steps.1.do.fetch.as']);
  t.same(stepProblems(keep('f'), { do: { fetch }, fresh: true }), ['fresh-with-open-flow steps.1.fresh']);
  t.same(stepProblems({ ...keep('f'), fresh: true }), []);
});

t.test('a leg cannot be requested where the kernel does not hash ports', async (t) => {
  const problems = (policy: number, step: object) => {
    const sysctl = { 'net.ipv4.fib_multipath_hash_policy': policy };
    const value = scenario({ nodes: { a: { host: { sysctl } } }, links: legLinks('r1', 'r2'), steps: [step] });
    return brief(checkLegs(nameReferences(schema, value), topologyIn(value)));
  };
  const onLeg = { do: { fetch: { ...fetch, leg: 'r1' } } };
  t.same(problems(0, onLeg), ['leg-under-policy-0 steps.0.do.fetch.leg']);
  t.same(problems(1, onLeg), []);
  t.same(problems(0, { do: { fetch }, expect: { leg: 'r1' } }), []);
});

const topologyProblems = (parts: Parameters<typeof scenario>[0], families = bothFamilies) => {
  const value = scenario(parts);
  return brief(checkTopology(value, topologyIn(value), families, isValid));
};

t.test('links and legs that contradict themselves are found', async (t) => {
  const leg = (via: string, more: object = {}) => ({ via, mtu: 1500, ...more });
  for (const [link, expected] of [
    [{ between: ['a', 'r'], mtu: 1500 }, []],
    [{ between: ['a', 'r'], mtu: { a: 1500, c: 9000 } }, ['mtu-of-other-node topology.links.0.mtu.c']],
    [{ between: ['a', 'r'], mtu: { a: 1500 } }, ['mtu-missing topology.links.0.mtu']],
    [{ between: ['a', 'r'], mtu: 1500, legs: [leg('r1')] }, ['mtu-with-legs topology.links.0.mtu']],
    [{ between: ['a', 'r'], mtu: 1500, 'first-hop': 9000 }, ['first-hop-without-legs topology.links.0.first-hop']],
    [{ between: ['a', 'a'], mtu: 1500 }, ['self-link topology.links.0.between']],
    [{ between: ['a', 'r'], legs: [leg('r1'), leg('r1')] }, ['duplicate-leg topology.links.0.legs.1.via']],
  ] as const)
    t.same(topologyProblems({ links: [link] }), expected, JSON.stringify(link));
  const links = [
    { between: ['a', 'r'], mtu: 1500 },
    { between: ['r', 'a'], mtu: 9000 },
  ];
  t.same(topologyProblems({ links }), ['duplicate-link topology.links.1']);
  const declared = { nodes: { r1: { router: { drop: ['tcp'] } } } };
  const between = ['a', 'r'];
  t.same(topologyProblems({ ...declared, links: [{ between, legs: [leg('r1', { drop: ['tcp'] })] }] }), [
    'trait-twice topology.links.0.legs.0.drop',
  ]);
  t.same(topologyProblems({ ...declared, links: [{ between, legs: [leg('r1', { stateful: {} })] }] }), []);
});

t.test('IPv6 needs 1280 bytes on every link', async (t) => {
  const links = [
    { between: ['a', 'r'], mtu: 1279 },
    { between: ['r', 'b'], mtu: { r: 1280, b: 1000 } },
    { between: ['a', 'b'], 'first-hop': 1000, legs: [{ via: 'r1', mtu: 68 }] },
  ];
  t.same(topologyProblems({ links }), [
    'ipv6-mtu topology.links.0.mtu',
    'ipv6-mtu topology.links.1.mtu.b',
    'ipv6-mtu topology.links.2.first-hop',
    'ipv6-mtu topology.links.2.legs.0.mtu',
  ]);
  t.same(topologyProblems({ links }, ['ipv4']), []);
});

t.test('links that close a loop of switches are found', async (t) => {
  const nodes = { s1: 'switch', s2: 'switch', s3: 'switch' };
  const problems = (...ends: readonly (readonly [string, string])[]) => {
    const value = scenario({ nodes, links: ends.map((between) => ({ between, mtu: 1500 })) });
    return brief(checkSwitchLoops(topologyIn(value), dictionary));
  };
  t.same(problems(['s1', 's2'], ['s2', 's3'], ['s3', 'a']), []);
  t.same(problems(['s1', 's2'], ['s2', 's3'], ['s3', 's1']), ['bridge-loop topology.links.2']);
  t.same(
    problems(['a', 's1'], ['s1', 's2'], ['s2', 'a']),
    ['bridge-loop topology.links.2'],
    'a host in one segment twice',
  );
  t.same(problems(['a', 's1'], ['a', 's2'], ['b', 's1'], ['b', 's2']), [], 'two hosts in two segments');
  t.same(problems(['a', 'r'], ['r', 'b'], ['b', 'a']), [], 'routers');
  t.same(problems(['s1', 's2'], ['s2', 's1']), [], 'a second link is reported as such');
});

t.test('expectations that can never be met are found', async (t) => {
  const problems = (step: object, families = bothFamilies) =>
    brief(checkSteps(stepsOf([step], { families, isValid, dictionary }), families, dictionary));
  const exceptions = { exceptions: { at: 'a', to: 'b' } };
  const inner = { do: { fetch } };
  for (const [step, expected] of [
    [{ do: { fetch }, expect: { outcome: 'stalled', 'syn-mss': { r: 1460 } } }, []],
    [{ do: exceptions, expect: { pmtu: 1500 } }, []],
    [{ do: { fetch }, expect: { pmtu: 1500 } }, ['fact-not-learned steps.0.expect.pmtu']],
    [{ together: [inner, inner], expect: { outcome: 'stalled' } }, ['fact-not-learned steps.0.expect.outcome']],
    [{ do: { fetch }, expect: { outcome: 'answered' } }, ['outcome-not-reachable steps.0.expect.outcome']],
    [{ do: { fetch }, together: [inner, inner] }, ['do-with-together steps.0.together']],
    [{ expect: { pmtu: 1500 } }, []],
    [
      { together: [inner, { do: { fetch }, expect: { pmtu: 1500 } }] },
      ['fact-not-learned steps.0.together.1.expect.pmtu'],
    ],
    [
      { do: { fetch }, expect: { outcome: 'stalled', ipv6: { outcome: 'completed' } } },
      ['expected-twice steps.0.expect.ipv6.outcome'],
    ],
    [
      { do: { fetch }, expect: { 'syn-mss': { r: 1, a: 1 }, ipv4: { 'syn-mss': { r: 2, b: 2 } } } },
      ['expected-twice steps.0.expect.ipv4.syn-mss.r'],
    ],
    [{ do: { fetch }, expect: { ipv6: { outcome: 'stalled' }, ipv4: { outcome: 'completed' } } }, []],
  ] as const)
    t.same(problems(step), expected, JSON.stringify(step));
  t.same(problems({ do: { fetch }, expect: { ipv4: { outcome: 'stalled' } } }, ['ipv6']), [
    'family-not-run steps.0.expect.ipv4',
  ]);
});

t.test('words that do not fit their node or network are found', async (t) => {
  const conflicts = (parts: Parameters<typeof scenario>[0], isValidPath = isValid) => {
    const value = scenario(parts);
    const steps = stepsOf(value.steps, { families: bothFamilies, isValid, dictionary });
    return checkWordConflicts(topologyIn(value), steps, bothFamilies, dictionary, isValidPath);
  };
  const clamp = { mss: 1396 };
  const lan = [
    { between: ['a', 's'], mtu: 1500 },
    { between: ['s', 'b'], mtu: 1500 },
  ];
  const nodes = { s: 'switch' };
  for (const [parts, expected] of [
    [{ nodes: { r: { router: { clamp } } }, steps: [{ do: { fetch } }] }, []],
    [{ nodes: { a: { host: { clamp } } } }, ['conflict topology.nodes.a.host.clamp']],
    [{ steps: [{ do: { change: { a: { clamp } } } }] }, ['conflict steps.0.do.change.a.clamp']],
    [{ links: [{ between: ['a', 'r'], mtu: 1500 }], steps: [{ do: { fetch } }] }, ['unreachable steps.0.do.fetch.to']],
    [{ nodes: { r: 'host' }, steps: [{ do: { fetch } }] }, ['unreachable steps.0.do.fetch.to']],
    [{ nodes, links: lan, steps: [{ do: { fetch } }] }, []],
    [{ nodes, links: lan, steps: [{ do: { fetch: { ...fetch, from: 's' } } }] }, ['no-address steps.0.do.fetch.from']],
    [
      { nodes, links: lan, steps: [{ together: [{ do: { lookup: { at: 's', to: 'b' } } }] }] },
      ['no-address steps.0.together.0.do.lookup.at'],
    ],
  ] as const)
    t.same(brief(conflicts(parts)), expected, JSON.stringify(parts));
  t.match(conflicts({ nodes: { a: { host: { clamp } } } }), [
    { word: 'clamp', right: 'a is linked to r and does not forward' },
  ]);
  t.same(
    conflicts({ nodes: { a: { host: { clamp } } } }, () => false),
    [],
    'invalid parts are not checked',
  );
});
