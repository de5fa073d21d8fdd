import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import t from 'tap';
import { parse } from 'yaml';
import { claimResult, resultsByName } from '../../src/commands/claims/claim-results.ts';
import { parseRun } from '../../src/reports/model/parse-run.ts';
import { claimsPage } from '../../src/commands/claims/claims-page.ts';
import { claimsTable } from '../../src/commands/claims/claims-table.ts';
import { curesTable, isCure } from '../../src/commands/claims/cures-table.ts';
import type { CureScenario } from '../../src/commands/claims/cures-table.ts';
import { explainClaims } from '../../src/commands/claims/explain-claims.ts';
import { claimProblems, readClaims } from '../../src/commands/claims/read-claims.ts';
import type { Claim } from '../../src/commands/claims/read-claims.ts';
import { perform as list, listText } from '../../src/commands/list.ts';
import { bundledFiles, bundledFolder, scenarioName } from '../../src/commands/scenarios/bundled-scenarios.ts';
import { callCommand } from './fixtures/call-command.ts';

const files = bundledFiles();
const claims = readClaims(bundledFolder());
const root = new URL('../../', import.meta.url);
const cures = files.filter(isCure).map((file) => ({
  file,
  ...(parse(readFileSync(join(bundledFolder(), file), 'utf8')) as Omit<CureScenario, 'file'>),
}));

t.test('every scenario shows a claim, and every claim is shown by scenarios', async (t) => {
  t.strictSame(claimProblems(claims, files.map(scenarioName)), []);
  const names = files.map(scenarioName);
  t.strictSame(
    names.filter((name, index) => names.indexOf(name) !== index),
    [],
    'a scenario is run by its name, so no two have the same',
  );
});

t.test('the page of claims is that of the list', async (t) => {
  t.equal(
    readFileSync(new URL('docs/claims.md', root), 'utf8'),
    claimsPage(claims, files, cures),
    'run `npm run claims`',
  );
});

const one: Claim = { id: 'one', claim: 'It is so.', verdict: 'holds', scenarios: ['a'] };
const two: Claim = { ...one, id: 'two', verdict: 'does not hold', because: 'It is | not.', scenarios: ['a', 'b'] };

t.test('what is wrong with a list of claims', async (t) => {
  const wrong = [one, one, { ...two, because: 'x', scenarios: [] }, { ...one, id: 'A b', because: 'x' }];
  t.strictSame(
    claimProblems([...wrong, { ...two, id: 'c', verdict: 'maybe' as 'holds', scenarios: ['z'] }], ['a', 'b']),
    [
      'one is there twice',
      'two: no scenario shows it',
      'A b: an id has small letters, digits and dashes',
      'A b: because is for claims that do not simply hold',
      'c: unknown verdict maybe; one of holds, holds with conditions, does not hold',
      'c: there is no scenario z',
      'no claim names the scenario b',
    ],
  );
  t.strictSame(claimProblems([one, two], ['a', 'b']), []);
});

const report = (results: Readonly<Record<string, string>>) =>
  JSON.stringify({
    scenarios: Object.entries(results).map(([file, result]) => ({ file, title: file, result })),
    machine: { kernel: '6.18.1' },
  });

t.test('a claim has the worst result of its scenarios', async (t) => {
  const results = resultsByName(
    parseRun(
      JSON.stringify({
        scenarios: [
          { file: 'x/a.yaml', title: 'a (mss=1)', result: 'pass' },
          { file: 'x/a.yaml', title: 'a (mss=2)', result: 'fail' },
          { file: 'b.yaml', title: 'b', result: 'skip' },
        ],
      }),
    ),
  );
  t.strictSame(
    [['a'], ['b'], ['a', 'b'], ['b', 'c']].map((names) => claimResult(names, results)),
    ['fail', 'skip', 'fail', undefined],
  );
  t.throws(() => parseRun('[]'), /^it has no scenarios; `mtulab run/);
  t.throws(() => parseRun('x'), /JSON/);
});

t.test('the table of claims, with results and without', async (t) => {
  t.matchSnapshot(claimsTable([one, two], undefined));
  t.matchSnapshot(claimsTable([one, two], parseRun(report({ 'x/a.yaml': 'pass' })), 60));
  t.matchSnapshot(claimsPage([one, two], ['x/a.yaml', 'y/b.yaml'], []));
});

t.test('the table of cures says what becomes of old and of new connections', async (t) => {
  t.ok(cures.length > 10);
  t.matchSnapshot(curesTable(cures).join('\n'));
});

t.test('explain --claims reads a report of run', async (t) => {
  const folder = t.testdir({ 'run.json': report({ 'scenarios/ptb/ptb-dropped.yaml': 'pass' }), 'no.json': '{}' });
  const call = (value: unknown) => {
    const [out, err]: [string[], string[]] = [[], []];
    const io = {
      out: (text: string | Uint8Array) => void out.push(String(text)),
      err: (text: string) => void err.push(text),
    };
    return { code: explainClaims(value, io), out: out.join(''), err: err.join('') };
  };
  t.match(call(true), { code: 0, out: /healthy-handshake .*\n\n\d+ claims\n$/s, err: '' });
  t.match(call(join(folder, 'run.json')), { code: 0, out: /IN THE RUN[^]*claims, 0 shown on Linux 6\.18\.1\n$/ });
  t.match(call(join(folder, 'no.json')), {
    code: 2,
    out: '',
    err: /no\.json: no JSON report of a run: it has no scen/,
  });
  t.match(call(join(folder, 'none')), { code: 2, err: /ENOENT/ });
});

t.test('list prints every bundled scenario below its folder', async (t) => {
  const { out, code } = await callCommand(list, [], { format: 'table' });
  t.equal(code, 0);
  for (const file of files) t.match(out, `\n  ${scenarioName(file)} `);
  t.match(out, /^anycast: One address, several servers\n/);
  const json = JSON.parse((await callCommand(list, [], { format: 'json' })).out) as readonly unknown[];
  t.equal(json.length, files.length);
  t.match(json[0], { name: 'anycast-wrong-holder', folder: 'anycast', title: /^Behind ECMP/, claims: ['anycast'] });
  const scenarios = [
    { name: 'a', folder: 'x', title: 'A title that is long enough for two lines', claims: ['one', 'two'] },
    { name: 'bb', folder: 'y', title: 'Another', claims: ['two'] },
  ];
  t.matchSnapshot(listText(scenarios, (folder) => `about ${folder}`, 50));
});

t.test('every folder of scenarios has a page that begins with what it is for', async (t) => {
  for (const folder of new Set(files.map((file) => dirname(file))))
    t.match(readFileSync(join(bundledFolder(), folder, 'README.md'), 'utf8'), /^# [^\n.]+\n\n\w/, folder);
});
