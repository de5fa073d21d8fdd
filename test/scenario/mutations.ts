import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import t from 'tap';
import { isDeepStrictEqual } from 'node:util';
import { parsePlaces } from '../../src/scenario/reading/parse-yaml.ts';
import { locateAtOffset, locateProblem } from '../../src/scenario/problems/locate-problem.ts';
import type { Path } from '../../src/scenario/model/scenario.ts';
import { readPlainYaml, startsInPlainYaml } from '../../src/scenario/reading/plain-yaml.ts';
import { readPlans } from '../fixtures/read-plans.ts';
import { formatProblem } from '../../src/scenario/problems/format-problem.ts';
import { bundledPaths } from '../fixtures/bundled-scenarios.ts';

const filesIn = (folder: string): readonly string[] =>
  readdirSync(new URL(folder, import.meta.url))
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => readFileSync(new URL(folder + name, import.meta.url), 'utf8'));

const file = fc.oneof(
  fc.constantFrom(...bundledPaths.map((path) => readFileSync(path, 'utf8'))),
  fc.constantFrom(...filesIn('errors/')),
);

/** Texts that mean something to YAML or to the scenario language. */
const pieces = [
  ...['&a ', '*a', '<<: *a', '&a [*a]', '? ', '- ', ': ', ', ', '{', '}', '[', ']', '"', "'", '|\n', '>\n', '#', '%'],
  ...['!t ', '!!set ', '---\n', '...\n', '${', '${mss}', '\t', '\r', '\0', '"\\0"', '\\', '\ufeff', '\u2028', '\ud800'],
  ...['__proto__: 1', 'null', '.nan', '1e999', '-1', '0x10', '200kB', '> 4', 'vary: {v: [1, 2]}\n', 'vars: {v: 1}\n'],
  ...['legs: [{via: r1, mtu: 1500}]', 'client:to-r1', 'together: []', 'ipv6: {}', 'expect: {outcome: stalled}'],
];

const nests = ['[', '{a: ', '- ', '? ', '[{', 'a: [', '&a [', '"', '{? ', '[*a, '];

type Mutation = (text: string) => string;

const replaceAt =
  (place: number, length: number, by: string): Mutation =>
  (text) => {
    const at = Math.floor(place * text.length);
    return text.slice(0, at) + by + text.slice(at + length);
  };

const mapLines =
  (place: number, count: number, change: (lines: readonly string[]) => readonly string[]): Mutation =>
  (text) => {
    const lines = text.split('\n');
    const at = Math.floor(place * lines.length);
    return lines.toSpliced(at, count, ...change(lines.slice(at, at + count))).join('\n');
  };

const place = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
const few = fc.integer({ min: 1, max: 5 });

const mutation: fc.Arbitrary<Mutation> = fc.oneof(
  fc.tuple(place, few, fc.string({ unit: 'binary', maxLength: 3 })).map((args) => replaceAt(...args)),
  fc.tuple(place, fc.integer({ min: 0, max: 9 }), fc.constantFrom(...pieces)).map((args) => replaceAt(...args)),
  fc.tuple(place, few).map(([at, count]) => mapLines(at, count, () => [])),
  fc.tuple(place, few, fc.constantFrom(1, 2, 50, 2000)).map(([at, count, times]) =>
    mapLines(at, count, (lines) =>
      Array(times + 1)
        .fill(lines)
        .flat(),
    ),
  ),
  fc.tuple(place, few).map(([at, count]) => mapLines(at, count, (lines) => lines.map((line) => `  ${line}`))),
  fc
    .tuple(place, fc.constantFrom(...nests), fc.constantFrom(3, 20, 40, 900), fc.constantFrom('', ']', '}', '\n'))
    .map(([at, open, depth, close]) => replaceAt(at, 0, open.repeat(depth) + close.repeat(depth))),
);

const mutant = fc
  .tuple(file, fc.array(mutation, { minLength: 1, maxLength: 3 }))
  .map(([text, mutations]) => mutations.reduce((changed, mutate) => mutate(changed), text));

/** A second without the coverage and the source maps of a test run, which make reading three to four times as slow. */
const mostMs = 4000;

const cpuMs = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

t.test('a damaged file is read, or its problems are reported with their places, in bounded time', async (t) => {
  const runs = Number(process.env['MUTATIONS'] ?? 300);
  const counts = { right: 0, wrong: 0, slowest: 0 };
  const result = fc.check(
    fc.property(mutant, (text) => {
      const before = cpuMs();
      const { plans, problems } = readPlans([{ file: 'case.yaml', text }], { set: {} });
      const formatted = problems.map(formatProblem).join('');
      const took = cpuMs() - before;
      counts[problems.length > 0 ? 'wrong' : 'right'] += 1;
      counts.slowest = Math.max(counts.slowest, took);
      if (plans.length > 0 === problems.length > 0) throw new Error(`${plans.length} plans and ${formatted}`);
      const lines = text.split('\n');
      for (const { line, column, source, what, right } of problems) {
        const written = (lines[line - 1] ?? '').replace(/\r$/, '');
        const isPlaced = line >= 1 && line <= lines.length && column >= 1 && source === written;
        if (!isPlaced || !what || !right) throw new Error(`${line}:${column} ${what}; ${right}`);
      }
      if (formatted.includes('    at ')) throw new Error(formatted);
      if (took > mostMs) throw new Error(`took ${took} ms of CPU`);
    }),
    { numRuns: runs, endOnFailure: true },
  );
  // The text of a counterexample can have 100 kB; seed and path make it again.
  const { counterexamplePath: path, errorInstance, failed, seed } = result;
  t.notOk(failed, `seed ${seed}, path ${path}: ${String(errorInstance).slice(0, 1000)}`);
  t.comment(`${counts.right} right, ${counts.wrong} wrong, slowest ${Math.round(counts.slowest)} ms of CPU`);
  t.ok(counts.wrong > runs / 2 && counts.right > 0, `right ${counts.right} times, wrong ${counts.wrong} times`);
});

/** A few lines of a file, moved to the left, with small mutations: many are valid. */
const excerpt = fc
  .tuple(file, place, fc.integer({ min: 1, max: 12 }), fc.boolean())
  .map(([text, at, count, isMoved]) => {
    const lines = text.split('\n');
    const first = Math.floor(at * lines.length);
    const [begin = '', ...rest] = lines.slice(first, first + count);
    const indent = isMoved ? begin.length - begin.trimStart().length : 0;
    return [begin, ...rest].map((line) => line.slice(Math.min(indent, line.search(/\S|$/)))).join('\n');
  });

const plainPieces = [
  ...[
    '\n',
    ' ',
    '  ',
    ': ',
    ':',
    '- ',
    '-',
    ', ',
    '{',
    '}',
    '[',
    ']',
    '"',
    "'",
    '#',
    ' #',
    '\n  ',
    '\n- ',
    '\n#x\n',
    '&a',
    '*a',
  ],
  ...[
    '1',
    '0x1',
    '1e3',
    '1.',
    '.5',
    '~',
    'null',
    'true',
    '1_0',
    '12:30',
    '2001-01-01',
    '|',
    '>',
    '!',
    '? ',
    '---',
    '{}',
    "'it''s'",
    'é',
  ],
];

const smallMutation: fc.Arbitrary<Mutation> = fc
  .tuple(place, fc.integer({ min: 0, max: 2 }), fc.constantFrom('', ...plainPieces))
  .map((args) => replaceAt(...args));

const plainMutant = fc
  .tuple(excerpt, fc.array(smallMutation, { maxLength: 4 }))
  .map(([text, mutations]) => mutations.reduce((changed, mutate) => mutate(changed), text));

t.test('what is read plainly has no problem and the same value where its places are found', async (t) => {
  let plain = 0;
  const same = (text: string): boolean => {
    const value = readPlainYaml(text);
    if (value === undefined) return true;
    plain += 1;
    const found = parsePlaces('case.yaml', text);
    const begins = [...startsInPlainYaml(text)].every(([path, offset]) => {
      const problem = { at: JSON.parse(path) as Path, part: 'value', what: '', right: '' } as const;
      return isDeepStrictEqual(locateAtOffset(found, problem, offset), locateProblem(found, problem));
    });
    return found.problems.length === 0 && isDeepStrictEqual(found.value, value) && begins;
  };
  for (const path of bundledPaths) t.ok(same(readFileSync(path, 'utf8')), path);
  t.ok(plain > bundledPaths.length * 0.8, `${plain} of ${bundledPaths.length} scenarios are read plainly`);
  plain = 0;
  const runs = Number(process.env['MUTATIONS'] ?? 3000);
  const result = fc.check(fc.property(plainMutant, same), { numRuns: runs });
  t.notOk(result.failed, fc.defaultReportMessage(result) ?? '');
  t.ok(plain > runs / 20, `${plain} of ${runs} texts are read plainly`);
});

t.test('texts that two parsers may read differently are left to one', async (t) => {
  for (const text of [
    ...[
      'a: &x 1',
      'b: *x',
      'a: !t 1',
      'a: |\n  b',
      'a: >\n  b',
      '? a',
      ': a',
      'a: [:x]',
      '<<: {}',
      '--- {}',
      '...',
      '%YAML 1.2',
    ],
    ...['a:\tb', 'a: b\r\n', 'a: "\\n"', 'a: \ufeffb', 'a: \u2028', 'a: \ud83d\ude00', 'a: @b', 'a: `b'],
    ...['~: a', 'null: a', 'a: null', 'a:', 'a: [b, ~]', 'a: .inf', '.nan: a', '[a]: b', '{ a: b }: c', 'a: [b: c]: d'],
    ...[
      'a: "b"#c',
      'a: [b]#c',
      'a: [b,\nc]',
      'a: { b: c\n}',
      "a: 'b\n c'",
      'a: b\n c',
      'a:\n#\n b',
      'a: 1\na: 2',
      'a: {',
      '',
    ],
    ...[`${'['.repeat(17)}${']'.repeat(17)}`, `a: ${'b'.repeat(20_000)}`],
  ])
    t.equal(readPlainYaml(text), undefined, encodeURIComponent(text.slice(0, 40))); // ASCII: an unusual line end would end the line of TAP
  for (const [text, value] of [
    [
      "a: { b: [1, -2, 0x10, 0o17, 1.5, 1e3, .5], 'c d': \"e\", f: true } # g's",
      { a: { b: [1, -2, 16, 15, 1.5, 1000, 0.5], 'c d': 'e', f: true } },
    ],
    ["- it's\n- b # 'c\n# d: [\n- 1_000", ["it's", 'b', '1_000']],
    ['1: a\ntrue: b\n2001-01-01: 12:30', { 1: 'a', true: 'b', '2001-01-01': '12:30' }],
  ] as const)
    t.same(readPlainYaml(text), value, encodeURIComponent(text));
});
