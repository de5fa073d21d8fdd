import t from 'tap';
import { bracketDepths, bracketMistake } from '../../src/scenario/reading/bracket-mistake.ts';
import { indentationMistake } from '../../src/scenario/reading/indentation-mistake.ts';
import { lexemesOf } from '../../src/scenario/reading/lexemes.ts';
import { syntaxMistake } from '../../src/scenario/reading/syntax-mistake.ts';
import { LineCounter, parseDocument } from 'yaml';
import { renameFormerKeys } from '../../src/scenario/reading/former-keys.ts';
import { replaceFormerValues } from '../../src/scenario/reading/former-values.ts';
import { parseScalar, parseYaml } from '../../src/scenario/reading/parse-yaml.ts';
import { stepsOf } from '../../src/scenario/reading/steps-of.ts';
import type { Scalar } from '../../src/scenario/reading/substitute-variables.ts';
import { substituteVariables } from '../../src/scenario/reading/substitute-variables.ts';
import { dictionary } from '../../src/words/dictionary.ts';

const yamlProblems = (text: string): readonly string[] =>
  parseYaml('case.yaml', text).problems.map(({ line, column, what, right }) => `${line}:${column} ${what}; ${right}`);

t.test('a file becomes a plain value', async (t) => {
  t.match(parseYaml('case.yaml', 'a: &a { b: 1 }\nc: { <<: *a, d: [x, 2, true] }\n'), {
    value: { a: { b: 1 }, c: { b: 1, d: ['x', 2, true] } },
    problems: [],
  });
});

t.test('syntax errors stop at the first, and duplicate keys and tags are all reported', async (t) => {
  const fatal = parseYaml('case.yaml', 'a: [1\nb: {\n');
  t.equal(fatal.value, undefined);
  t.equal(fatal.problems.length, 1);
  t.same(yamlProblems('a: 1\na: 2\nb: !x 1\nb: 3\n'), [
    '2:1 duplicate key a: the first is in line 1, column 1; keep one of the two',
    '4:1 duplicate key b: the first is in line 3, column 1; keep one of the two',
    '3:7 the tag !x is not allowed; remove it: scenarios have no YAML tags',
  ]);
  t.same(yamlProblems('a: 1\n---\nb: 2\n'), ['2:1 a second YAML document starts here; write one scenario per file']);
  t.same(yamlProblems('a:\n\tb: 1\n')[0], '2:1 not YAML: indented with a tab; indent with spaces');
});

t.test('an alias without its anchor is located, and an alias bomb is refused', async (t) => {
  t.match(yamlProblems('a: 1\nb: [x, *y]\n'), [/^2:8 not YAML: unresolved alias.*; define the anchor first$/]);
  const levels = Array.from({ length: 9 }, (_, n) => `x${n + 1}: &a${n + 1} [${Array(9).fill(`*a${n}`).join(', ')}]`);
  const { value, problems } = parseYaml('case.yaml', `x0: &a0 1\n${levels.join('\n')}\n`);
  t.match(problems, [{ what: /excessive alias/i }]);
  t.equal(value, undefined);
});

/** What is wrong with a text, at the place where it was made wrong. */
const mistakeIn = (text: string): string => {
  const lines = new LineCounter();
  const { errors } = parseDocument(text, { prettyErrors: false, lineCounter: lines });
  const { offset, what, right } = syntaxMistake(errors, text, lines);
  const { line, col } = lines.linePos(offset);
  return `${line}:${col} ${what}; ${right}`;
};

t.test('a syntax error is located where it was made, and shows what would be right', async (t) => {
  for (const [text, expected] of [
    ['a: { b: [1, 2 }\n', '1:9 [ is not closed before the } in line 1, column 15; close it with ]'],
    ['a: { b: [1, 2] \nc: 1\n', '1:4 { is not closed; close it with }'],
    ['a: { b: 1 } }\n', '1:13 } closes nothing; remove it, or add the { that it closes'],
    ['a: [1] ]\n', '1:8 ] closes nothing; remove it, or add the [ that it closes'],
    ["a: 'b\nc: 'x'\n", "1:4 the quote ' is not closed; close it with ' in its line"],
    ['a: "b\nc: 1\n', '1:4 the quote " is not closed; close it with " in its line'],
    ["a: 'b\n  c: 'x'\n", "1:4 the quote ' is closed only in line 2, column 6; close it with ' in its line"],
    ['a: [${m}]\n', '1:5 ${m} without quotes; quote it: "${m}"'],
    ['a:b\nc: 1\n', '1:2 no space after the colon of a; write a: b'],
    ['a: b: c # d\n', '1:5 a colon with a space after it, in text without quotes; quote the text: "b: c"'],
    ['a: { b: c: d }\n', '1:10 a colon with a space after it, in text without quotes; quote the text: "c: d"'],
    [
      'a:\n    b: {}\n  c: 1\n',
      '3:3 c begins in column 3, b above it in column 5, and a in column 1; begin it in column 5 or 1',
    ],
    ['a:\n  b: {}\n    c: 1\n', '3:5 c begins in column 5, and b above it in column 3; begin both in the same column'],
    [
      'a: b\n  c: 1\n',
      '2:3 c begins in column 3, and a above it in column 1; begin both in the same column, or quote the text',
    ],
    [
      'a:\n  - {}\n   - {}\n',
      '3:4 this item begins in column 4, and the item above it in column 3; begin both in the same column',
    ],
    ['a: @b\n', '1:4 not YAML: plain value cannot start with reserved character @; quote the text'],
    ['a: "b" c\n', '1:8 not YAML: unexpected scalar at node end; check the indentation, brackets and quotes here'],
  ] as const)
    t.equal(mistakeIn(text), expected, JSON.stringify(text));
});

t.test('brackets and columns in quotes, comments and blocks of text do not count', async (t) => {
  const lexemes = lexemesOf('a: "[" # {\nb: |\n  } text:\nc: [1]\n');
  t.same(
    lexemes.map(({ type, offset }) => [type, offset]),
    [
      ['plain', 0],
      ['map-value-ind', 1],
      ['double-quoted-scalar', 3],
      ['plain', 11],
      ['map-value-ind', 12],
      ['block-scalar-header', 14],
      ['plain', 16],
      ['plain', 26],
      ['map-value-ind', 27],
      ['flow-seq-start', 29],
      ['plain', 30],
      ['flow-seq-end', 31],
    ],
  );
  t.equal(bracketMistake(lexemes, new LineCounter()), undefined);
  t.equal(
    lexemes.reduce((depth, { type }) => depth + (bracketDepths[type] ?? 0), 0),
    0,
  );
  const text = 'a: 1\nb: 2\n';
  const lines = new LineCounter();
  parseDocument(text, { lineCounter: lines });
  t.equal(indentationMistake(5, lexemesOf(text), text, lines), undefined, 'the columns are right');
});

t.test('a key of an earlier version becomes the key of today, with a hint at its place', async (t) => {
  const renamed = (steps: string) => {
    const { value, hints } = renameFormerKeys(parseYaml('case.yaml', `on: 1\nsteps:\n${steps}`), dictionary);
    return { steps: (value as { readonly steps: unknown }).steps, hints };
  };
  const { steps, hints } = renamed(
    [
      '  - do: &do { command: { on: a, run: [on] } }',
      '  - together: [{ do: *do }, { do: { flush: { on: all } } }]',
      '  - do: { lookup: { at: a, to: b } }',
      '  - do: { fetch: { on: a } }',
      '  - on',
    ].join('\n'),
  );
  const command = { command: { at: 'a', run: ['on'] } };
  t.same(steps, [
    { do: command },
    { together: [{ do: command }, { do: { flush: { at: 'all' } } }] },
    { do: { lookup: { at: 'a', to: 'b' } } },
    { do: { fetch: { on: 'a' } } },
    'on',
  ]);
  t.match(hints, [
    { line: 3, column: 26, what: /^hint: on is the former name of the key at$/, right: /^write at/, word: 'command' },
    { line: 4, column: 46, word: 'flush' },
  ]);
  const base = 'base: &base { on: a }\nsteps: [{ do: { lookup: { <<: *base, to: b } } }]\n';
  const merged = renameFormerKeys(parseYaml('case.yaml', base), dictionary);
  t.match(merged.value, { steps: [{ do: { lookup: { at: 'a', to: 'b' } } }] }, 'a key of a merged mapping');
  t.match(merged.hints, [{ line: 1, column: 15 }]);
  t.same(renamed('  - do: { flush: { on: all, at: a } }').hints, [], 'both keys: the check of the schema refuses one');
});

t.test('a value of an earlier version becomes the value of today, with a hint at its place', async (t) => {
  const replaced = (text: string) => {
    const parsed = parseYaml('case.yaml', text);
    return replaceFormerValues(parsed, parsed.value, dictionary);
  };
  const { value, hints } = replaced(
    [
      'title: { offloads: on }',
      'topology: { nodes: { a: { host: { offloads: on } }, b: { edge: &edge { offloads: enabled } }, on: { edge: *edge } } }',
      'steps:',
      '  - do: { change: { a: { offloads: off }, offloads: { sysctl: { on: off } } } }',
    ].join('\n'),
  );
  t.same(value, {
    title: { offloads: 'on' },
    topology: {
      nodes: {
        a: { host: { offloads: 'enabled' } },
        b: { edge: { offloads: 'enabled' } },
        on: { edge: { offloads: 'enabled' } },
      },
    },
    steps: [{ do: { change: { a: { offloads: 'disabled' }, offloads: { sysctl: { on: 'off' } } } } }],
  });
  t.match(hints, [
    {
      ...{ line: 2, column: 45, what: 'hint: on is the former value of offloads that is now enabled' },
      ...{ right: 'write offloads: enabled, which every YAML parser reads as text', word: 'offloads' },
    },
    { line: 4, column: 36, what: /^hint: off is .* now disabled$/ },
  ]);
  t.same(replaced('steps: []').hints, []);
  t.same(replaced('a').hints, []);
});

t.test('a scalar has the type that YAML gives it', async (t) => {
  for (const [text, expected] of [
    ['1396', 1396],
    ['1.5', 1.5],
    ['true', true],
    ['200kB', '200kB'],
    ['null', 'null'],
    ['', ''],
    ['[1]', '[1]'],
  ] as const)
    t.equal(parseScalar(text), expected, text);
});

const substitute = (value: unknown, set: Readonly<Record<string, Scalar>> = {}) => substituteVariables(value, set);

t.test('a value without variables is one unnamed case', async (t) => {
  t.same(substitute({ a: [1, 'x', null] }), {
    cases: [{ value: { a: [1, 'x', null] } }],
    problems: [],
    unresolved: [],
  });
  t.same(substitute(null).cases, [{ value: null }]);
});

t.test('a variable keeps its type where it is the whole scalar, and is text within a text', async (t) => {
  const vars = { mtu: 1500, on: true };
  const { cases } = substitute({ vars, a: '${mtu}', b: 'mtu ${mtu}, ${on}', c: ['${on}'], '${mtu}': 1 });
  t.same(cases, [{ value: { vars, a: 1500, b: 'mtu 1500, true', c: [true], '${mtu}': 1 } }], 'keys stay as they are');
});

t.test('vary gives one case per combination, of which set fixes variables', async (t) => {
  const value = { vary: { a: [1, 2], b: ['x', 'y'] }, vars: { c: 3 }, sum: '${a}${b}${c}' };
  const names = (set?: Readonly<Record<string, Scalar>>) =>
    substitute(value, set).cases.map((each) => [each.name, (each.value as { sum: string }).sum]);
  t.same(names(), [
    ['a=1 b=x', '1x3'],
    ['a=1 b=y', '1y3'],
    ['a=2 b=x', '2x3'],
    ['a=2 b=y', '2y3'],
  ]);
  t.same(names({ a: 7, c: 8 }), [
    ['a=7 b=x', '7x8'],
    ['a=7 b=y', '7y8'],
  ]);
});

t.test('values of a variable in a mapping bring further variables', async (t) => {
  const vary = { client: { curl: { delay: 200, tried: 1 }, 7: { delay: 'none', tried: 0 } }, b: ['x', 'y'] };
  const value = { vary, all: '${client} ${delay} ${tried} ${b}', whole: '${client}' };
  const cases = (set?: Readonly<Record<string, Scalar>>) =>
    substitute(value, set).cases.map((each) => [each.name, (each.value as { all: string }).all]);
  t.same(cases({ b: 'x' }), [
    ['client=7 b=x', '7 none 0 x'],
    ['client=curl b=x', 'curl 200 1 x'],
  ]);
  t.equal(cases().length, 4);
  t.same(cases({ client: 'curl', b: 'y' }), [['client=curl b=y', 'curl 200 1 y']]);
  t.match(substitute(value, { client: 7 }).cases, [{ value: { whole: 7 } }, {}], 'a number stays one');
  t.match(substitute(value, { client: 'wget' }), {
    problems: [{ at: [], what: '--set client=wget: no value of "client"', right: 'values: 7, curl' }],
    unresolved: [{ at: ['all'] }],
  });
  t.match(substitute({ vary: { client: { curl: { delay: 1 }, wget: { tried: 2 } } } }).problems, [
    { at: ['vary', 'client', 'curl'], part: 'key', what: 'curl does not say tried' },
    { at: ['vary', 'client', 'wget'], part: 'key', what: 'wget does not say delay' },
  ]);
  t.match(substitute({ vary: { client: 'curl' } }), { cases: [{ value: {} }], problems: [] }, 'reported by the schema');
});

t.test('unknown variables are problems where they are used', async (t) => {
  t.match(substitute({ vars: { wide: 1 }, a: { b: '${narrow} and ${wide}' } }), {
    cases: [{ value: { a: { b: '${narrow} and 1' } } }],
    problems: [{ at: ['a', 'b'], what: 'unknown variable "narrow"', right: 'variables: wide' }],
  });
  t.match(substitute(['${x}']).problems, [{ at: [0], right: 'define it in vary or vars' }]);
  t.match(substitute({ vars: { a: 1, b: '${a}' } }).problems, [
    { at: ['vars', 'b'], what: '${a} in the definition of a variable' },
  ]);
  t.match(substitute({}, { mut: 1 }).problems, [{ at: [], what: '--set mut: the scenario has no variable "mut"' }]);
});

t.test('a variable without a value is unresolved, and set can give it one', async (t) => {
  const value = { vary: { a: [] }, b: '${a}' };
  t.match(substitute(value), { problems: [], unresolved: [{ at: ['b'] }] });
  t.match(substitute(value, { a: 2 }), { cases: [{ name: 'a=2', value: { b: 2 } }], unresolved: [] });
});

t.test('256 cases are allowed and more are not', async (t) => {
  const values = Array.from({ length: 16 }, (_, index) => index);
  t.equal(substitute({ vary: { a: values, b: values } }).cases.length, 256);
  const tooMany = substitute({ vary: { a: values, b: [...values, 16] } });
  t.same(tooMany.cases, []);
  t.match(tooMany.problems, [{ at: ['vary'], part: 'key', what: 'vary: more than 256 cases' }]);
});

const context = { families: ['ipv6', 'ipv4'], isValid: () => true, dictionary } as const;
const ping = { ping: { from: 'a', to: 'b', bytes: 100 } };

t.test('a step has every field', async (t) => {
  const steps = stepsOf(
    [{ name: 'first', do: ping, watch: { syn: {} }, expect: { outcome: 'lost' }, within: '1.5s', fresh: true }],
    context,
  );
  t.same(steps, [
    {
      name: 'first',
      action: { word: 'ping', settings: ping.ping, at: ['steps', 0, 'do', 'ping'] },
      together: [],
      expect: [{ word: 'outcome', wanted: 'lost', families: ['ipv6', 'ipv4'], at: ['steps', 0, 'expect', 'outcome'] }],
      watch: { syn: {} },
      fresh: true,
      withinMs: 1500,
      at: ['steps', 0],
    },
  ]);
});

t.test('an expectation below a family applies to that family', async (t) => {
  const [step] = stepsOf([{ do: ping, expect: { outcome: 'lost', ipv4: { outcome: 'answered' } } }], context);
  t.match(step?.expect, [
    { families: ['ipv6', 'ipv4'] },
    { word: 'outcome', wanted: 'answered', families: ['ipv4'], at: ['steps', 0, 'expect', 'ipv4', 'outcome'] },
  ]);
});

t.test('an unnamed step is named after its action', async (t) => {
  const names = (steps: unknown) => stepsOf(steps, context).map(({ name }) => name);
  t.same(names([{ do: ping }]), ['ping from a to b bytes 100']);
  t.same(names([{ together: [{ do: ping }, { name: 'x', do: ping }] }]), ['ping from a to b bytes 100 + x']);
  t.same(names([{ do: { change: { a: { drop: [] } } } }]), ['change a drop nothing']);
  const [long] = names([{ do: { command: { at: 'a', run: ['echo', 'y'.repeat(200)] } } }]);
  t.equal(long?.length, 100);
  t.match(long, /^command at a run echo y+…$/);
});

t.test('invalid parts of a step are left out', async (t) => {
  const [step] = stepsOf([{ do: ping, expect: { outcome: 1, ptb: 2 }, watch: { syn: 1, ptb: {} }, within: 'soon' }], {
    ...context,
    isValid: (path) => !['outcome', 'syn', 'within'].includes(String(path.at(-1))),
  });
  t.same(
    step?.expect.map(({ word }) => word),
    ['ptb'],
  );
  t.same(step?.watch, { ptb: {} });
  t.notOk('withinMs' in step!);
  for (const action of [undefined, 'ping', {}, { fech: {} }, { ...ping, fetch: {} }])
    t.notOk('action' in stepsOf([{ do: action }], context)[0]!, JSON.stringify(action));
  t.same(stepsOf('none', context), []);
});
