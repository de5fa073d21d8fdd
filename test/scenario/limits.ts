import { readFileSync } from 'node:fs';
import t from 'tap';
import { LineCounter } from 'yaml';
import { readPlans } from '../fixtures/read-plans.ts';
import { checkLimits } from '../../src/scenario/checks/check-limits.ts';
import { composeDocument } from '../../src/scenario/reading/compose-document.ts';
import { describeLimits } from '../../src/scenario/problems/describe-limits.ts';
import { excerpt } from '../../src/scenario/problems/excerpt.ts';
import { firstProblems, isFlooded, listProblems } from '../../src/scenario/problems/first-problems.ts';
import { scenarioLimits } from '../../src/scenario/problems/scenario-limits.ts';
import { valueExcess } from '../../src/scenario/reading/value-excess.ts';
import { formatProblem } from '../../src/scenario/problems/format-problem.ts';
import type { Problem } from '../../src/scenario/problems/problem.ts';
import { bridgedSegments } from '../../src/scenario/topology/bridged-segments.ts';
import { linksByNode } from '../../src/scenario/topology/links-by-node.ts';
import { bundledPaths } from '../fixtures/bundled-scenarios.ts';

const problemsOf = (text: string, set: Readonly<Record<string, string>> = {}): readonly string[] =>
  readPlans([{ file: 'case.yaml', text }], { set }).problems.map(
    ({ line, column, what, right }) => `${line}:${column} ${what}; ${right}`,
  );

const many = (count: number, item: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => item(index)).join('');

const network = (nodes: string, links: string, top = 'title: a network', steps = '  - do: { flush: { at: all } }\n') =>
  `${top}\ntopology:\n  nodes: { ${nodes} }\n  links:\n${links}steps:\n${steps}`;

const pair = (top: string) => network('a: host, b: host', '    - { between: [a, b], mtu: 1500 }\n', top);

const ring = (kind: string, count: number, links = count): string =>
  network(
    many(count, (index) => `n${index}: ${kind}, `),
    many(links, (index) => `    - { between: [n${index}, n${(index + 1) % count}], mtu: 9000 }\n`),
  );

t.test('networks of 1000 routers and the bundled scenarios are far from every limit', async (t) => {
  const { plans, problems } = readPlans([{ file: 'ring.yaml', text: ring('router', 1000) }], { set: {} });
  t.strictSame(problems, []);
  t.equal(plans[0]?.scenario.nodes.length, 1000);
  for (const path of bundledPaths) t.ok(readFileSync(path, 'utf8').length * 20 < scenarioLimits.bytes, path);
});

t.test('a file that passes a limit of its text is refused at the place where it passes it', async (t) => {
  const { bytes } = scenarioLimits;
  const [anchor, alias] = ['title: &a x\n', 'b: [*a, ' + '*a, '.repeat(999) + '*a]\n'];
  const cases: readonly (readonly [string, string, string])[] = [
    [
      'many bytes',
      `#${'x'.repeat(bytes)}`,
      `1:1 the file has ${bytes + 1} bytes; at most ${bytes}: describe a smaller`,
    ],
    ['many bytes of UTF-8', `#${'€'.repeat(bytes / 2)}`, `1:1 the file has ${1 + (bytes / 2) * 3} bytes; at most`],
    ['many keys', '- 1\n'.repeat(40_000), '30001:1 more than 60000 words and punctuation marks; '],
    ['many quotes', `x: ${'"'.repeat(bytes - 10)}`, '1:120000 more than 60000 words'],
    ['keys without values', `{${many(12_000, (index) => `a${index},`)}}`, '1:58886 more than 20000 values; describe'],
    [
      'nested lists',
      `a: ${'['.repeat(900)}${']'.repeat(900)}`,
      '1:35 more than 32 lists and mappings inside each other',
    ],
    ['nested mappings', many(600, (index) => `${' '.repeat(index)}a:\n`), '33:34 more than 32 lists and mappings'],
    ['keys of keys', '? '.repeat(500), '1:65 more than 32 lists and mappings inside each other; at most 32'],
    ['aliases', `${anchor}${alias}`, '2:4005 more than 1000 aliases; write some of the values out'],
    [
      'repeated values',
      `a: &a [${'1,'.repeat(10_000)}]\nb: [*a, *a]\n`,
      '2:5 excessive aliases: with what they repeat',
    ],
    ['a NUL', 'title: a\nb: a\0b\n', '2:5 not YAML: the control character 0x00; leave it out'],
    ['an escape', '\u001b[2J', '1:1 not YAML: the control character 0x1b; leave it out'],
  ];
  for (const [name, text, expected] of cases) {
    const problems = problemsOf(text);
    t.equal(problems.length, 1, name);
    t.equal(problems[0]?.slice(0, expected.length), expected, name);
  }
});

t.test('an alias inside the value that it repeats is refused', async (t) => {
  const right = '&a before it';
  t.strictSame(problemsOf('title: &a [*a]\n'), [`1:12 *a repeats a value that contains it; end the value of ${right}`]);
  t.match(problemsOf('&a {b: *a}\n'), [/^1:8 \*a repeats a value that contains it/]);
  t.match(problemsOf('a: &a { b: { <<: *a } }\n'), [/^1:18 \*a repeats/]);
  t.notMatch(problemsOf('title: &a [&a 1, *a]\n').join(), 'contains it', 'the inner anchor of the same name is meant');
});

t.test('keys are plain words', async (t) => {
  for (const key of ['? [a]\n: 1\n', '{{a: 1}: 1}\n', `${'{'.repeat(30)}a${': 1}'.repeat(30)}\n`, '&a b: 1\n*a : 2\n'])
    t.match(problemsOf(key), [/a key that is a list, a mapping or an alias; a key is a plain word/], key);
});

t.test('a network has a limited size', async (t) => {
  t.match(problemsOf(ring('router', 2049, 10)), ['3:3 2049 nodes; at most 2048']);
  const legs = many(2049, () => '        - { via: r1, mtu: 1500 }\n');
  const text = network('a: router, b: router', `    - between: [a, b]\n      legs:\n${legs}`);
  t.match(problemsOf(text), ['4:3 4098 links; at most 4096']);
});

t.test('variables are limited in number, in cases and in the text that they make', async (t) => {
  const declared = many(101, (index) => `v${index}: 1, `);
  t.strictSame(problemsOf(pair(`title: t\nvars: { ${declared} }`)), ['2:1 101 variables; at most 100']);
  const further = `vary: { a: { x: { ${declared} }, y: { b: 1 } } }`;
  t.strictSame(problemsOf(pair(`title: t\n${further}`)), ['2:1 103 variables; at most 100']);
  const values = many(256, (index) => `${index}, `);
  const varied = network(
    many(100, (index) => `n${index}: router, `),
    many(99, (index) => `    - { between: [n${index}, n${index + 1}], mtu: 1500 }\n`),
    `title: t\nvary: { v: [${values}] }`,
  );
  t.match(problemsOf(varied), [/^2:1 256 cases of \d+ values; at most 100000 values in all: fix some with --set/]);
  t.strictSame(problemsOf(varied, { v: '1' }), [], '--set leaves one case');
  const mapping = many(50, (index) => `${index}: { w: 1 }, `);
  t.match(problemsOf(varied.replace(/v: \[.*\]/, `v: { ${mapping} }, u: [1, 2, 3, 4, 5, 6]`)), [/^2:1 300 cases of/]);
  const bomb = pair(`title: "${'${v}'.repeat(2000)}"\nvars: { v: ${'x'.repeat(2000)} }`);
  t.match(problemsOf(bomb), [/^2:1 the variables make more than 1000000 characters of text; give them shorter values/]);
});

t.test('a value of --set that is no YAML by itself is a text', async (t) => {
  const text = network('a: host, b: host', '    - { between: [a, b], mtu: "${m}" }\n', 'title: t\nvars: { m: 1500 }');
  t.strictSame(problemsOf(text, { m: '1400' }), []);
  for (const value of ['*x', '&x', '!t', '[', '['.repeat(900), '? '.repeat(500), '"', '%', '@'])
    t.match(problemsOf(text, { m: value }), [/^6:31 mtu: invalid value/], value);
});

t.test('no text has a NUL, which ends a word of a command', async (t) => {
  const step = (run: string) => pair('title: t').replace('flush: { at: all }', `command: { at: a, run: ${run} }`);
  t.match(problemsOf(step('[echo, "a\\0b"]')), [/^7:41 a text with a NUL character; leave the \\0 out/]);
  t.match(problemsOf(step('[echo, "a\\u0000b"]')), [/^7:41 a text with a NUL/]);
  t.match(problemsOf('title: t\n"a\\x00": 1\n'), [/^2:1 a text with a NUL/]);
  t.strictSame(problemsOf(step('[echo, "a\\x41"]')), []);
});

t.test('only the first of many problems are listed, and the last one reports that there are more', async (t) => {
  const inputs = {
    'unknown keys': many(3000, (index) => `k${index}: 1\n`),
    'duplicate keys': many(3000, () => 'k: 1\n'),
    tags: `x:\n${many(3000, () => '- !t 1\n')}`,
    'unknown nodes': network(
      'a: host',
      many(1000, (index) => `    - { between: [a, x${index}], mtu: 1500 }\n`),
    ),
    'second links': network('a: host, b: host', '    - { between: [a, b], mtu: 1500 }\n'.repeat(1000)),
    'unknown variables': many(300, (index) => `k${index}: "\${v${index}}"\n`),
  };
  for (const [name, text] of Object.entries(inputs)) {
    const problems = problemsOf(text);
    t.equal(problems.length, scenarioLimits.problems + 1, name);
    t.match(
      problems.at(-1),
      /^\d+:\d+ more than 100 problems: the others, of which the first is here, are not listed; correct/,
      name,
    );
  }
});

t.test('a list of problems is cut at the limit only', async (t) => {
  const problem = (what: string): Problem => ({ at: [], part: 'value', what, right: 'r' });
  const locate = (each: Problem) => ({ ...each, file: 'f', line: 1, column: 1, source: '' });
  const all = Array.from({ length: scenarioLimits.problems }, (_, index) => problem(`p${index}`));
  t.equal(listProblems([], all, locate).length, scenarioLimits.problems);
  t.equal(listProblems([], [...all, ...all], locate).length, scenarioLimits.problems, 'the same problem counts once');
  t.match(listProblems([], [...all, problem('last')], locate).at(-1), { what: /^more than 100 problems/ });
  t.match(listProblems(all.map(locate), [problem('last')], locate).at(-1), { what: /^more than 100 problems/ });
  t.notOk(isFlooded(all));
  t.ok(isFlooded([...all, 0]));
  t.equal(firstProblems([1, 2, 3], (item) => [problem(`${item}`)]).length, 3);
  t.equal(firstProblems(Array(9999).fill(0), (item) => [problem(`${item}`)]).length, scenarioLimits.problems + 1);
});

t.test('a long line is cut around the place of the problem', async (t) => {
  t.strictSame(excerpt('a: b', 4), { source: 'a: b', column: 4 });
  const line = `${'a'.repeat(1000)}X${'b'.repeat(1000)}`;
  const { source, column } = excerpt(line, 1001);
  t.equal(source[column - 1], 'X');
  t.equal(source.length, 242);
  t.match([source[0], source.at(-1)], ['…', '…']);
  t.strictSame(excerpt(line, 1).source.slice(0, 2), 'aa');
  t.strictSame(excerpt(line, 2001).source.at(-1), 'b');
  const problem = { at: [], part: 'value', what: 'w', right: 'r', file: 'f', line: 1 } as const;
  const [, shown, caret] = formatProblem({ ...problem, source: line, column: 1001 }).split('\n');
  t.equal(shown?.[caret!.indexOf('^')], 'X');
});

t.test('the limits of a parsed document and of its values are found one by one', async (t) => {
  const lines = new LineCounter();
  const { document, duplicateKeys, excess } = composeDocument('a: 1\na: 2\n', lines);
  t.equal(excess, undefined);
  t.same(duplicateKeys, [{ name: 'a', offset: 5, firstOffset: 0 }]);
  t.equal(valueExcess(document), undefined);
  t.same(lines.linePos(5), { line: 2, col: 1 });
  t.match(composeDocument('\n\n\x01', new LineCounter()).excess, { offset: 2 });
  t.strictSame(checkLimits({ title: 't' }, '', {}), []);
});

t.test('long chains of switches are read', async (t) => {
  t.strictSame(problemsOf(ring('switch', 1800, 1799)), []);
  const nodes = ['a', 's1', 's2', 'b', 'c'];
  const between = [
    ['a', 's1'],
    ['s1', 's2'],
    ['s1', 'b'],
    ['s2', 'c'],
  ] as const;
  const { beyond } = bridgedSegments(
    nodes,
    between.map((ends) => ({ between: ends })),
    (name) => name[0] === 's',
  );
  t.same(
    beyond('a', 's1').map(({ node }) => node),
    ['c', 'b'],
    'in the order of the links, depth first',
  );
});

t.test('links are listed by node, a link of a node to itself once', async (t) => {
  const links = [
    ['a', 'b'],
    ['b', 'b'],
    ['b', 'c'],
  ].map(([a, b]) => ({ between: [a!, b!], mtu: [1, 1], at: [] }) as const);
  const byNode = linksByNode(links as unknown as Parameters<typeof linksByNode>[0]);
  t.same(
    [...byNode].map(([name, all]) => [name, all.map((link) => links.indexOf(link as never))]),
    [
      ['a', [0]],
      ['b', [0, 1, 2]],
      ['c', [2]],
    ],
  );
});

t.test('every limit of a file is described, with its number', async (t) => {
  const { problems: _, ...limits } = scenarioLimits;
  for (const [name, limit] of Object.entries(limits)) t.match(describeLimits(), ` ${limit} `, name);
  t.match(describeLimits(), /^A scenario file has at most 262144 bytes, .* and 1000000 characters [^,]*\.$/);
});
