import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import t from 'tap';
import { readPlans } from '../fixtures/read-plans.ts';
import { formatProblem } from '../../src/scenario/problems/format-problem.ts';
import { readScenario } from '../../src/scenario/read-scenario.ts';
import { readStep } from '../../src/scenario/read-step.ts';
import { validate } from '../../src/scenario/schema/validator.ts';
import { dictionary } from '../../src/words/dictionary.ts';

const folder = new URL('errors/', import.meta.url);
const mistakes = readdirSync(folder).filter((name) => name.endsWith('.yaml'));

const read = (text: string, set = {}) => readScenario({ file: 'case.yaml', text, set }, dictionary, validate);

const problemsOf = (text: string, set = {}): readonly string[] =>
  read(text, set).problems.map(({ line, column, what, right }) => `${line}:${column} ${what}; ${right}`);

const network = (top: string, mtu = '1500', step = 'ping: { from: a, to: b, bytes: 100 }', rest = '') => `
title: a pair
${top}
topology:
  nodes: { a: host, b: host }
  links: [{ between: [a, b], mtu: ${mtu} }]
steps:
  - do: { ${step} }
${rest}`;

t.test('each file of mistakes gives the error text beside it', async (t) => {
  for (const name of mistakes) {
    const expected = new URL(name.replace(/yaml$/, 'txt'), folder);
    const text = readFileSync(new URL(name, folder), 'utf8');
    const { problems, plans } = readPlans([{ file: name, text }], { set: {} });
    const formatted = problems.map(formatProblem).join('');
    if (process.env['TAP_SNAPSHOT'] === '1') writeFileSync(expected, formatted);
    t.equal(formatted, existsSync(expected) ? readFileSync(expected, 'utf8') : 'no error text yet', name);
    t.not(problems.length, 0, `${name} has a problem`);
    t.same(plans, [], `${name} gives no plan`);
  }
});

t.test('one mistake is one problem, except in the file that has several', async (t) => {
  for (const name of mistakes.filter((file) => file !== 'several-problems.yaml')) {
    const text = readFileSync(new URL(name, folder), 'utf8');
    t.equal(readPlans([{ file: name, text }], { set: {} }).problems.length, 1, name);
  }
});

t.test('shorthands are expanded', async (t) => {
  t.matchSnapshot(read(network('')).scenarios, 'a pair of hosts');
  const legs = `
title: legs
topology:
  nodes: { source: host, far: router, target: { host: { serve: http } } }
  links:
    - between: [source, far]
      first-hop: 9000
      legs: [{ via: r1, mtu: 1500 }, { via: r2, mtu: 1400, drop: [packet-too-big] }]
    - { between: [far, target], mtu: { far: 9000, target: 8000 } }
steps:
  - together:
      - do: { upload: { from: source, to: target, bytes: 200kB, leg: r2 } }
        within: 2s
        expect: { outcome: stalled, ipv6: { segment-size: 1328 } }
      - do: { command: { at: source, run: [ip, link] } }
`;
  t.matchSnapshot(read(legs).scenarios, 'legs, per-end MTUs, together, families');
});

t.test('vary gives one case per combination, with typed values', async (t) => {
  const text = network(
    'vary: { mtu: [1500, 1400], size: [100, 200B] }',
    '"${mtu}"',
    'ping: { from: a, to: b, bytes: "${size}" }',
  );
  const cases = read(text).scenarios;
  t.same(
    cases.map((scenario) => [scenario.case, scenario.links[0]?.mtu, scenario.steps[0]?.action?.settings]),
    [
      ['mtu=1500 size=100', [1500, 1500], { from: 'a', to: 'b', bytes: 100 }],
      ['mtu=1500 size=200B', [1500, 1500], { from: 'a', to: 'b', bytes: '200B' }],
      ['mtu=1400 size=100', [1400, 1400], { from: 'a', to: 'b', bytes: 100 }],
      ['mtu=1400 size=200B', [1400, 1400], { from: 'a', to: 'b', bytes: '200B' }],
    ],
  );
  t.same(
    read(text, { mtu: '1300', size: '7' }).scenarios.map((scenario) => [scenario.case, scenario.links[0]?.mtu]),
    [['mtu=1300 size=7', [1300, 1300]]],
    'set fixes variables',
  );
  t.match(problemsOf(text, { mut: '1' }), ['2:1 --set mut: the scenario has no variable "mut"; variables: mtu, size']);
});

t.test('a variable within a text is replaced as text', async (t) => {
  const text = network('vars: { who: b }', '1500', 'ping: { from: a, to: "${who}", bytes: 100 }').replace(
    'a pair',
    'a and ${who}',
  );
  const [scenario] = read(text).scenarios;
  t.equal(scenario?.title, 'a and b');
  t.equal(scenario?.case, undefined, 'vars make no case');
});

t.test('merge keys and aliases are followed, and their problems are located at the anchor', async (t) => {
  const merged = network(
    '',
    '1500',
    '<<: &one { ping: { from: a, to: b, bytes: 100 } }',
    '  - do: { <<: *one }\n  - do: *one',
  );
  t.same(problemsOf(merged), []);
  t.same(problemsOf(merged.replace('to: b', 'to: c')), ['8:43 unknown node c; nodes: a, b']);
});

t.test('inherited keys of JavaScript objects are unknown keys like any other', async (t) => {
  for (const key of ['__proto__', 'constructor', 'toString', 'hasOwnProperty']) {
    t.match(problemsOf(network(`${key}: 1`))[0], `unknown key "${key}"`);
    t.match(problemsOf(network('', '1500', `${key}: {}`))[0], `unknown key "${key}"`);
    t.match(problemsOf(network('').replace('b: host }', `b: ${key} }`))[0], `b: unknown value "${key}"`);
  }
});

t.test('a route with a larger MTU than its link is a hint, unless a trait gives the link that MTU', async (t) => {
  const hintsOf = (traits: string) => read(network('').replace('a: host', `a: { host: { ${traits} } }`)).hints;
  const route = 'routes: [{ to: b, via: b, mtu: 6000 }]';
  const [hint, ...others] = hintsOf(route);
  t.strictSame(others, []);
  t.match(hint, { line: 5, word: 'routes', source: /6000/ });
  t.matchSnapshot(`${hint!.what}; ${hint!.right}`);
  t.strictSame(hintsOf(route.replace('6000', '1500')), []);
  t.strictSame(hintsOf(`${route}, mtu: { to-b: 6000 }`), []);
});

t.test('a problem of a later stage is located in the file', async (t) => {
  const { scenarios, locate } = read(network(''));
  const problem = {
    at: scenarios[0]!.links[0]!.at,
    part: 'value',
    what: 'wrong',
    right: 'right',
  } as const;
  t.match(locate(problem), { file: 'case.yaml', line: 6, column: 11, source: /links: / });
});

const earlier = {
  source: {
    file: 'case.yaml',
    text: network('', '1500', 'fetch: { from: a, to: b, bytes: 1, as: f }').replace(
      'b: host',
      'b: { host: { serve: http } }',
    ),
  },
  performed: 1,
  typed: ['fetch: { from: a, to: b, bytes: 1, as: g }'],
};

const readTyped = (text: string, past = earlier) => readStep(text, past, dictionary, validate);

t.test('a typed step is read as the next step of its scenario', async (t) => {
  t.match(readTyped('ping: { from: a, to: b, bytes: 100 }'), { step: { action: { word: 'ping' } }, problems: [] });
  t.match(readTyped('do: { follow: { flow: f } }\nexpect: { outcome: stalled }'), {
    step: { action: { word: 'follow' }, expect: [{ word: 'outcome', wanted: 'stalled' }] },
  });
  t.match(readTyped('follow: { flow: g }').problems, [], 'flows of typed steps exist');
  t.match(readTyped('fetch: { from: b, to: a, bytes: 1 }').problems, [
    { what: 'a serves no http', right: 'add `serve: http` to it; nodes that serve http: b', line: 1, column: 23 },
  ]);
  t.match(readTyped('follow: { flow: f }', { ...earlier, performed: 0 }).problems, [
    { what: 'no earlier step keeps a flow named f' },
  ]);
});

t.test('problems of a typed step are located in the typed text', async (t) => {
  for (const [text, problem] of [
    ['ping: { from: a, to: c, bytes: 100 }', { line: 1, column: 22, what: 'unknown node c' }],
    ['do:\n  ping: { from: a, to: c, bytes: 1 }', { line: 2, column: 24, what: 'unknown node c' }],
    ['folow: { flow: f }', { line: 1, column: 1, what: 'unknown key "folow"' }],
    ['ping: {', { line: 1, column: 7, what: '{ is not closed' }],
    ['ping', { column: 1, what: 'ping needs settings', right: /^for example ping: \{/, word: 'ping' }],
    ['pong', { column: 1, what: "'pong' is not a step", right: /^did you mean ping, as in ping: \{.*\}\?$/ }],
  ] as const) {
    const { step, problems } = readTyped(text);
    t.match(problems, [{ file: 'step', ...problem, source: text.split('\n')[(problems[0]?.line ?? 1) - 1] }], text);
    t.notOk(step, `${text} gives no step`);
  }
});
