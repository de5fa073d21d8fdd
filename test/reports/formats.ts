import { readFileSync } from 'node:fs';
import { Parser } from 'tap-parser';
import t from 'tap';
import type { Event } from '../../src/events/events.ts';
import { json } from '../../src/reports/json.ts';
import { reportKinds } from '../../src/reports/kinds.ts';
import type { ReportKind, ReportOptions } from '../../src/reports/model/report.ts';
import { tap } from '../../src/reports/tap.ts';
import { text } from '../../src/reports/text.ts';

const events = readFileSync(new URL('events.ndjson', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Event);

const plain: ReportOptions = { verbose: false, colour: false, width: 80, interactive: false };

const reportOf = (kind: ReportKind, options: ReportOptions = plain, stream: readonly Event[] = events): string => {
  let output = '';
  const report = kind.report({ out: (more) => (output += more), err: () => undefined }, options);
  for (const event of stream) report.event(event);
  report.end();
  return output;
};

t.test('one recorded run in every format', async (t) => {
  t.strictSame(reportKinds, { text, tap, json });
  for (const [name, kind] of Object.entries(reportKinds)) t.matchSnapshot(reportOf(kind), name);
  t.matchSnapshot(reportOf(text, { ...plain, verbose: true }), 'text, verbose');
  t.matchSnapshot(reportOf(text, { ...plain, colour: true }), 'text, in colour');
});

t.test('the text report stays within the terminal, except for commands, which are to be pasted', async (t) => {
  const wide = reportOf(text)
    .split('\n')
    .filter((line) => line.length > 80 && !/^ +(ip netns exec|mtulab up)/.test(line));
  t.strictSame(wide, []);
});

t.test('the tap report is valid TAP 14 with the results of the run', async (t) => {
  const output = reportOf(tap);
  const points = Parser.parse(output, { flat: true })
    .filter(([type]) => type === 'assert')
    .map((entry) => (entry as [string, { ok: boolean; skip?: unknown }])[1]);
  t.equal(points.filter(({ ok }) => !ok).length, 2);
  t.equal(points.filter(({ skip }) => skip).length, 1);
  t.equal(new Parser().end(output).ok, false);
  t.strictSame(complaintsOf(output), [], 'the parser complains about nothing but the failures');
  t.equal(reportOf(tap, plain, []), 'TAP version 14\n1..0 # SKIP no scenario ran\n');
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
  const report = JSON.parse(reportOf(json));
  const end = events.find((event) => event.kind === 'end');
  t.equal(report.version, 1);
  t.strictSame(report.summary, end?.summary);
  t.strictSame(
    report.scenarios.map(({ result }: { result: string }) => result),
    ['error', 'fail', 'skip', 'pass'],
  );
  t.equal(report.scenarios[0].steps.length, 4);
  t.strictSame(JSON.parse(reportOf(json, plain, [])), { version: 1, scenarios: [] });
});

/** A run whose scenario, file and step have hostile names. */
const hostileRun = (): readonly Event[] => {
  const name = 'x\nnot ok 7 - forged\r\u001b[2J\u0085\u202e\u2028\nnot ok 8';
  const step = {
    kind: 'step-end',
    id: 0,
    index: 0,
    name,
    result: 'fail',
    inherited: [name],
    facts: {},
    ms: 1,
  } as const;
  const verdict = { expectation: 'outcome', met: false, wanted: name, saw: name, evidence: [name] } as const;
  const scenario = { id: 0, file: name, title: name };
  return [
    { kind: 'scenario', ...scenario },
    { kind: 'step', id: 0, index: 0, name },
    { ...step, verdicts: [verdict], commands: ['ip link'], reason: name },
    { kind: 'note', id: 0, text: name },
    { kind: 'scenario-end', ...scenario, result: 'error', reason: name, ms: 1 },
    { kind: 'end', summary: { passed: 0, failed: 0, skipped: 0, errors: 1 } },
  ];
};

t.test('names of a scenario cannot control the terminal or forge a line of a report', async (t) => {
  for (const [name, kind] of Object.entries(reportKinds)) {
    const report = reportOf(kind, { ...plain, verbose: true, width: Infinity }, hostileRun());
    t.notMatch(report, /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028-\u202e]/, name);
    t.notMatch(report, /^not ok [78]/m, name);
  }
  const [scenario] = JSON.parse(reportOf(json, plain, hostileRun())).scenarios;
  t.equal(scenario.steps[0].name, (hostileRun()[1] as { name: string }).name, 'json keeps the data');
});

t.test('the problems of a file that cannot be run are listed below each other', async (t) => {
  const scenario = { id: 0, file: 'bad.yaml', title: 'bad.yaml' };
  const reason = '1:1: wrong; right\n2:1: also wrong; right';
  const end = { kind: 'scenario-end', ...scenario, result: 'error', reason, ms: 0 } as const;
  const summary = { passed: 0, failed: 0, skipped: 0, errors: 1 };
  const report = reportOf(text, plain, [{ kind: 'scenario', ...scenario }, end, { kind: 'end', summary }]);
  t.equal(
    report,
    [
      ...['', 'bad.yaml', '  ! error after 0 ms: 1:1: wrong; right', '    2:1: also wrong; right', ''],
      ...['0 passed, 0 failed, 0 skipped, 1 error', '  error    bad.yaml (1:1: wrong; right …)', ''],
    ].join('\n'),
  );
});

t.test('a run that is cut off leaves reports that can be read', async (t) => {
  const half = events.slice(0, 6);
  t.match(reportOf(text, plain, half), 'a small response fits');
  const [scenario] = JSON.parse(reportOf(json, plain, half)).scenarios;
  t.match(scenario, { result: 'error', reason: 'it did not finish' });
});
