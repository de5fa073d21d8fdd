import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import t from 'tap';
import { readPlans } from '../../src/commands/scenarios/read-plans.ts';
import { formatProblem } from '../../src/scenario/problems/format-problem.ts';
import { readScenario } from '../../src/scenario/read-scenario.ts';
import { scenarioSchema } from '../../src/scenario/schema/scenario-schema.ts';
import { validate } from '../../src/scenario/schema/validator.ts';
import { dictionary } from '../../src/words/dictionary.ts';

const folder = new URL('errors/', import.meta.url);
const goldens = readdirSync(folder).filter((name) => name.endsWith('.yaml'));

const reading = (text: string, set = {}) => readScenario({ file: 'case.yaml', text, set }, dictionary, validate);

const told = (text: string, set = {}): readonly string[] =>
  reading(text, set).problems.map(({ line, column, what, right }) => `${line}:${column} ${what}; ${right}`);

const network = (top: string, mtu = '1500', step = 'ping: { from: a, to: b, bytes: 100 }', rest = '') => `
title: a pair
${top}
topology:
  nodes: { a: host, b: host }
  links: [{ between: [a, b], mtu: ${mtu} }]
steps:
  - do: { ${step} }
${rest}`;

t.test('every mistake is told in the words that its golden file holds', async (t) => {
  for (const name of goldens) {
    const transcript = new URL(name.replace(/yaml$/, 'txt'), folder);
    const text = readFileSync(new URL(name, folder), 'utf8');
    const { problems, plans } = readPlans([{ file: name, text }], { set: {} });
    const transcribed = problems.map(formatProblem).join('');
    if (process.env['TAP_SNAPSHOT'] === '1') writeFileSync(transcript, transcribed);
    t.equal(transcribed, existsSync(transcript) ? readFileSync(transcript, 'utf8') : 'no golden file yet', name);
    t.not(problems.length, 0, `${name} has a problem`);
    t.same(plans, [], `${name} gives no plan`);
  }
});

t.test('one mistake of a file is one problem, but for the file that has several', async (t) => {
  for (const name of goldens.filter((each) => each !== 'several-problems.yaml')) {
    const text = readFileSync(new URL(name, folder), 'utf8');
    t.equal(readPlans([{ file: name, text }], { set: {} }).problems.length, 1, name);
  }
});

t.test('shorthands are written out', async (t) => {
  t.matchSnapshot(reading(network('')).scenarios, 'a pair of hosts');
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
      - do: { command: { on: source, run: [ip, link] } }
`;
  t.matchSnapshot(reading(legs).scenarios, 'legs, per-end MTUs, together, families');
});

t.test('vary makes a case of each combination, typed where it is the whole scalar', async (t) => {
  const text = network(
    'vary: { mtu: [1500, 1400], size: [100, 200B] }',
    '"${mtu}"',
    'ping: { from: a, to: b, bytes: "${size}" }',
  );
  const cases = reading(text).scenarios;
  t.same(
    cases.map((each) => [each.case, each.links[0]?.mtu, each.steps[0]?.action?.settings]),
    [
      ['mtu=1500 size=100', [1500, 1500], { from: 'a', to: 'b', bytes: 100 }],
      ['mtu=1500 size=200B', [1500, 1500], { from: 'a', to: 'b', bytes: '200B' }],
      ['mtu=1400 size=100', [1400, 1400], { from: 'a', to: 'b', bytes: 100 }],
      ['mtu=1400 size=200B', [1400, 1400], { from: 'a', to: 'b', bytes: '200B' }],
    ],
  );
  t.same(
    reading(text, { mtu: '1300', size: '7' }).scenarios.map((each) => [each.case, each.links[0]?.mtu]),
    [['mtu=1300 size=7', [1300, 1300]]],
    'set fixes variables',
  );
  t.match(told(text, { mut: '1' }), ['2:1 --set mut: the scenario has no variable "mut"; variables here: mtu, size']);
});

t.test('a variable within a text is put there as text', async (t) => {
  const text = network('vars: { who: b }', '1500', 'ping: { from: a, to: "${who}", bytes: 100 }').replace(
    'a pair',
    'a and ${who}',
  );
  const [scenario] = reading(text).scenarios;
  t.equal(scenario?.title, 'a and b');
  t.equal(scenario?.case, undefined, 'vars make no case');
});

t.test('merge keys and aliases are followed, and their problems have the place of the anchor', async (t) => {
  const merged = network(
    '',
    '1500',
    '<<: &one { ping: { from: a, to: b, bytes: 100 } }',
    '  - do: { <<: *one }\n  - do: *one',
  );
  t.same(told(merged), []);
  t.same(told(merged.replace('to: b', 'to: c')), ['8:43 no node is named c; nodes here: a, b']);
});

t.test('keys that JavaScript objects inherit are unknown like any other', async (t) => {
  for (const key of ['__proto__', 'constructor', 'toString', 'hasOwnProperty']) {
    t.match(told(network(`${key}: 1`))[0], `unknown word "${key}"`);
    t.match(told(network('', '1500', `${key}: {}`))[0], `unknown word "${key}"`);
    t.match(told(network('').replace('b: host }', `b: ${key} }`))[0], `unknown word "${key}"`);
  }
});

t.test('an alias bomb is refused', async (t) => {
  const levels = Array.from({ length: 9 }, (_, n) => `x${n + 1}: &a${n + 1} [${Array(9).fill(`*a${n}`).join(', ')}]`);
  t.match(told(`x0: &a0 1\n${levels.join('\n')}\n`)[0], /excessive alias/i);
});

t.test('what a file contains does not steer the terminal that shows it', async (t) => {
  const [problem] = reading(`title: "\\e[31m"\n\u001b[31mx: 1\n`).problems;
  t.notMatch(formatProblem(problem!), /\u001b/);
});

t.test('the schema that editors read is what the words say', async (t) => {
  const published = new URL('../../schema/scenario.schema.json', import.meta.url);
  const now = `${JSON.stringify(scenarioSchema(dictionary), null, 2)}\n`;
  t.equal(readFileSync(published, 'utf8'), now, 'npm run schema writes it anew');
});
