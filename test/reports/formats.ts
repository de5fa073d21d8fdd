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
    .filter((line) => line.length > 80 && !/^ +(ip netns exec|by hand)/.test(line));
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

t.test('a run that is cut off leaves reports that can be read', async (t) => {
  const half = events.slice(0, 6);
  t.match(reportOf(text, plain, half), 'a small response fits');
  const [scenario] = JSON.parse(reportOf(json, plain, half)).scenarios;
  t.match(scenario, { result: 'error', reason: 'it did not finish' });
});
