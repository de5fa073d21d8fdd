import { Parser } from 'tap-parser';
import t from 'tap';
import { github } from '../../src/reports/github.ts';
import { html } from '../../src/reports/html.ts';
import { json } from '../../src/reports/json.ts';
import { junit } from '../../src/reports/junit.ts';
import { reportKinds } from '../../src/reports/kinds.ts';
import { markdown } from '../../src/reports/markdown.ts';
import { ndjson } from '../../src/reports/ndjson.ts';
import { tap } from '../../src/reports/tap.ts';
import { text } from '../../src/reports/text.ts';
import { hostileRun, plain, recordedRun as events, reportOf } from './fixtures/report-of.ts';

t.test('one recorded run in every format', async (t) => {
  const inText = { text, tap, json, ndjson, junit, markdown, github };
  t.strictSame(reportKinds, { ...inText, html });
  for (const [name, kind] of Object.entries(inText)) t.matchSnapshot(await reportOf(kind), name);
  t.matchSnapshot(await reportOf(text, { ...plain, verbose: true }), 'text, verbose');
  t.matchSnapshot(await reportOf(text, { ...plain, colour: true }), 'text, in colour');
});

t.test('the text report stays within the terminal, except for commands, which are to be pasted', async (t) => {
  const wide = (await reportOf(text))
    .split('\n')
    .filter((line) => line.length > 80 && !/^ +(ip netns exec|mtulab up)/.test(line));
  t.strictSame(wide, []);
});

t.test('the tap report is valid TAP 14 with the results of the run', async (t) => {
  const output = await reportOf(tap);
  const points = Parser.parse(output, { flat: true })
    .filter(([type]) => type === 'assert')
    .map((entry) => (entry as [string, { ok: boolean; skip?: unknown }])[1]);
  t.equal(points.filter(({ ok }) => !ok).length, 2);
  t.equal(points.filter(({ skip }) => skip).length, 1);
  t.equal(new Parser().end(output).ok, false);
  t.strictSame(complaintsOf(output), [], 'the parser complains about nothing but the failures');
  t.equal(await reportOf(tap, plain, []), 'TAP version 14\n1..0 # SKIP no scenario ran\n');
});

const complaintsOf = (output: string): readonly unknown[] => {
  const parser = new Parser();
  const extra: unknown[] = [];
  parser.on('extra', (line: string) => extra.push(line));
  parser.on('child', (child: Parser) => child.on('extra', (line: string) => extra.push(line)));
  parser.end(output);
  return [...extra, ...parser.failures.filter((failure) => 'tapError' in failure && failure.tapError)];
};

t.test('the json report is one document of version 1 that holds all scenarios, steps and the summary', async (t) => {
  const report = JSON.parse(await reportOf(json));
  const end = events.find((event) => event.kind === 'end');
  t.equal(report.version, 1);
  t.strictSame(report.summary, end?.summary);
  t.strictSame(
    report.scenarios.map(({ result }: { result: string }) => result),
    ['error', 'fail', 'skip', 'pass'],
  );
  t.equal(report.scenarios[0].steps.length, 4);
  t.strictSame(JSON.parse(await reportOf(json, plain, [])), { version: 1, scenarios: [] });
});

/** Their blocks of text end where no line of the text can end them: their own tests prove that. */
const keepLines = ['junit', 'markdown', 'html'];

t.test('names of a scenario cannot control the terminal or forge a line of a report', async (t) => {
  for (const [name, kind] of Object.entries(reportKinds)) {
    const report = await reportOf(kind, { ...plain, verbose: true, width: Infinity }, hostileRun());
    t.notMatch(report, /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028-\u202e]/, name);
    if (!keepLines.includes(name)) t.notMatch(report, /^not ok [78]/m, name);
  }
  const [scenario] = JSON.parse(await reportOf(json, plain, hostileRun())).scenarios;
  t.equal(scenario.steps[0].name, (hostileRun()[1] as { name: string }).name, 'json keeps the data');
});

t.test('the problems of a file that cannot be run are listed below each other', async (t) => {
  const scenario = { id: 0, file: 'bad.yaml', title: 'bad.yaml' };
  const reason = '1:1: wrong; right\n2:1: also wrong; right';
  const end = { kind: 'scenario-end', ...scenario, result: 'error', reason, ms: 0 } as const;
  const summary = { passed: 0, failed: 0, skipped: 0, errors: 1 };
  const report = await reportOf(text, plain, [{ kind: 'scenario', ...scenario }, end, { kind: 'end', summary }]);
  t.equal(
    report,
    [
      ...['', 'bad.yaml', '  ! error after 0 ms: 1:1: wrong; right', '    2:1: also wrong; right', ''],
      ...['0 passed, 0 failed, 0 skipped, 1 error', '  error    bad.yaml (1:1: wrong; right …)', ''],
    ].join('\n'),
  );
});

t.test('ndjson has one event per line, in the order in which they happen, and its version in the first', async (t) => {
  const lines = (await reportOf(ndjson))
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  t.strictSame(lines, [{ version: 1, ...events[0] }, ...events.slice(1)]);
  t.equal(Object.keys(lines[0])[0], 'version');
  let output = '';
  const report = await ndjson.report({ out: (more) => (output += more), err: () => undefined }, plain);
  report.event(events[0]!);
  t.match(output, /^\{[^\n]*\}\n$/, 'a line is written before the run ends');
});

t.test('a run that is cut off leaves reports that can be read', async (t) => {
  const half = events.slice(0, 6);
  t.match(await reportOf(text, plain, half), 'a small response fits');
  const [scenario] = JSON.parse(await reportOf(json, plain, half)).scenarios;
  t.match(scenario, { result: 'error', reason: 'it did not finish' });
});
