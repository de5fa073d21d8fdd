import { readFileSync } from 'node:fs';
import { Parser } from 'tap-parser';
import t from 'tap';
import type { Event } from '../../src/events/events.ts';
import { orderByScenario } from '../../src/reports/model/order-by-scenario.ts';
import { reportKinds } from '../../src/reports/kinds.ts';
import { wantsColour } from '../../src/reports/terminal/paint.ts';
import type { ReportOptions } from '../../src/reports/model/report.ts';
import { wrapUnder } from '../../src/reports/terminal/wrap.ts';

const events = readFileSync(new URL('events.ndjson', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Event);

const plain: ReportOptions = { verbose: false, colour: false, width: 80, interactive: false };

const told = (kind: string, options: ReportOptions = plain, stream: readonly Event[] = events): string => {
  let text = '';
  const report = reportKinds[kind]!.report({ out: (more) => (text += more), err: () => undefined }, options);
  for (const event of stream) report.event(event);
  report.end();
  return text;
};

t.test('one recorded run through every report', async (t) => {
  for (const kind of Object.keys(reportKinds)) t.matchSnapshot(told(kind), kind);
  t.matchSnapshot(told('text', { ...plain, verbose: true }), 'text, verbose');
  t.matchSnapshot(told('text', { ...plain, colour: true }), 'text, in colour');
});

t.test('text stays within the terminal, but for commands, which are there to be pasted', async (t) => {
  const wide = told('text')
    .split('\n')
    .filter((line) => line.length > 80 && !/^ +(ip netns exec|by hand)/.test(line));
  t.strictSame(wide, []);
});

t.test('the tap report is TAP 14 with the results of the run', async (t) => {
  const results = Parser.parse(told('tap'), { flat: true });
  const failures = results
    .filter(([type]) => type === 'assert')
    .map((entry) => (entry as [string, { ok: boolean; skip?: unknown }])[1]);
  t.equal(failures.filter(({ ok }) => !ok).length, 2);
  t.equal(failures.filter(({ skip }) => skip).length, 1);
  t.equal(new Parser().end(told('tap')).ok, false);
  t.strictSame(complaints(told('tap')), [], 'the parser has nothing to complain about but the failures');
});

const complaints = (tap: string): readonly unknown[] => {
  const parser = new Parser();
  const extra: unknown[] = [];
  parser.on('extra', (line: string) => extra.push(line));
  parser.on('child', (child: Parser) => child.on('extra', (line: string) => extra.push(line)));
  parser.end(tap);
  return [...extra, ...parser.failures.filter((failure) => 'tapError' in failure && failure.tapError)];
};

t.test('the json report is one document of version 1 that holds everything the run said', async (t) => {
  const report = JSON.parse(told('json'));
  const end = events.find((event) => event.kind === 'end');
  t.equal(report.version, 1);
  t.strictSame(report.summary, end?.summary);
  t.strictSame(
    report.scenarios.map(({ result }: { result: string }) => result),
    ['error', 'fail', 'skip', 'pass'],
  );
  t.equal(report.scenarios[0].steps.length, 4);
});

t.test('a run that is cut off leaves reports that can be read', async (t) => {
  const half = events.slice(0, 6);
  t.match(told('text', plain, half), 'a small response fits');
  t.equal(JSON.parse(told('json', plain, half)).scenarios[0].result, 'error');
});

t.test('scenarios that run side by side are told one after the other', async (t) => {
  const order: number[] = [];
  const report = orderByScenario({ event: (event) => 'id' in event && order.push(event.id), end: () => undefined });
  events.forEach((event) => report.event(event));
  t.strictSame(
    order,
    [...order].sort((a, b) => a - b),
  );
  order.length = 0;
  const late = events.filter((event) => !('id' in event) || event.id > 0);
  const other = orderByScenario({ event: (event) => 'id' in event && order.push(event.id), end: () => undefined });
  for (const event of [...late.slice(0, -1), ...events.filter((event) => 'id' in event && event.id === 0)])
    other.event(event);
  t.ok(order.length > 8 && order[0] === 0 && order.at(-1) === 3, 'also when the first of them begins last');
});

t.test('colour', async (t) => {
  const table = [
    [{}, true, true],
    [{}, false, false],
    [{ NO_COLOR: '1' }, true, false],
    [{ NO_COLOR: '' }, true, true],
    [{ TERM: 'dumb' }, true, false],
    [{ FORCE_COLOR: '1' }, false, true],
    [{ FORCE_COLOR: '0' }, true, false],
    [{ FORCE_COLOR: '1', NO_COLOR: '1' }, false, true],
  ] as const;
  for (const [env, terminal, colour] of table)
    t.equal(wantsColour(env, terminal), colour, JSON.stringify([env, terminal]));
});

t.test('lines hang under their lead', async (t) => {
  t.strictSame(wrapUnder('  lead ', 'one two three four five six seven', 28), [
    '  lead one two three four',
    '       five six seven',
  ]);
});
