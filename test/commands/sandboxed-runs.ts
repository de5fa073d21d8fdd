import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { artifactsFolder } from '../../src/commands/sandboxed-runs/artifacts-folder.ts';
import { completeEvents } from '../../src/commands/sandboxed-runs/complete-events.ts';
import { innerProcessCommand } from '../../src/commands/sandboxed-runs/inner-process.ts';
import { labsAtOnce } from '../../src/commands/sandboxed-runs/labs-at-once.ts';
import { openReports } from '../../src/commands/sandboxed-runs/open-reports.ts';
import type { Event } from '../../src/events/events.ts';
import type { Plan } from '../../src/plan/model/plan.ts';
import type { Scenario } from '../../src/scenario/model/scenario.ts';

const scenario = (file: string) => ({ file, title: file, families: ['ipv6'] }) as unknown as Scenario;

const completed = async (events: readonly unknown[], sent: readonly string[], skipped: readonly string[] = []) => {
  const all: Event[] = [];
  const sandbox = {
    events: (async function* () {
      yield* events;
    })(),
    ended: Promise.resolve({ code: 137, stderr: '' }),
  };
  const failureReason = ({ code }: { readonly code: number }) => `died (${code})`;
  const expected = { sent: sent.map(scenario), skipped: skipped.map(scenario), failureReason };
  for await (const event of completeEvents(sandbox, expected)) all.push(event);
  return all;
};

const end = (id: number) => ({ kind: 'scenario-end', id, file: 'a', title: 'a', result: 'pass', ms: 1 });

t.test('a sandbox that ends early leaves every scenario with an end and the run with a summary', async (t) => {
  const begin = (id: number, file: string) => ({ kind: 'scenario', id, file, title: file });
  const events = await completed([begin(0, 'a'), begin(1, 'b'), end(0)], ['a', 'b', 'c'], ['d']);
  t.match(events.slice(3), [
    { kind: 'scenario-end', id: 1, result: 'error', reason: 'died (137)' },
    { kind: 'scenario', id: 2, file: 'c' },
    { kind: 'scenario-end', id: 2, result: 'error' },
    { kind: 'scenario', id: 3, file: 'd' },
    { kind: 'scenario-end', id: 3, result: 'skip', reason: 'applies to ipv6 only' },
    { kind: 'end', summary: { passed: 1, failed: 0, skipped: 1, errors: 2 } },
  ]);
});

t.test('the summary of a complete run is its own, and comes once', async (t) => {
  const summary = { kind: 'end', summary: { passed: 9, failed: 9, skipped: 9, errors: 9 } };
  t.match(await completed([end(0), summary], ['a']), [end(0), { kind: 'end', summary: { passed: 1, errors: 0 } }]);
});

t.test('reports are opened by kind, on standard output or in a file', async (t) => {
  const folder = t.testdir();
  let printed = '';
  const io = { out: (text: string) => void (printed += text), err: () => undefined };
  const report = openReports([`json=${folder}/a=b.json`], false, io);
  if ('error' in report) return t.fail(report.error);
  report.event({ kind: 'end', summary: { passed: 1, failed: 0, skipped: 0, errors: 0 } });
  report.end();
  t.match(printed, '1 passed', 'the text report has standard output when no other has');
  t.match(JSON.parse(readFileSync(join(folder, 'a=b.json'), 'utf8')), { summary: { passed: 1 } });
  const tap = openReports(['tap'], false, io);
  t.notOk('error' in tap);
  t.match(printed, /TAP version 14\n$/);
  const table = [
    [['jsn'], "there is no report 'jsn'; did you mean json?"],
    [['json', 'tap'], 'only one report can go to standard output; give the others a file: --report kind=path'],
    [[`json=${folder}/nowhere/x`], /^cannot write a report: ENOENT/],
  ] as const;
  for (const [requests, error] of table) t.match(openReports(requests, false, io), { error });
});

t.test('the artifacts folder is created, unless a run could not write there', async (t) => {
  const folder = t.testdir();
  const made = join(folder, 'new/folder');
  t.match(artifactsFolder(made), { folder: made });
  t.ok(existsSync(made));
  t.match(artifactsFolder('/proc/self'), { error: '--artifacts /proc/self: a run has a /run and /proc of its own' });
  writeFileSync(join(folder, 'file'), '');
  t.match(artifactsFolder(join(folder, 'file')), { error: /cannot be written \(EEXIST/ });
});

t.test('labs with permanent neighbours are limited by the request alone, 32 by default', async (t) => {
  const { signal } = new AbortController();
  const plans = [{ scenario: { neighbours: 'permanent' }, links: [] } as unknown as Plan];
  t.equal(await labsAtOnce(plans, undefined, signal), 32);
  t.equal(await labsAtOnce(plans, 64, signal), 64);
});

t.test('the inner process is this program, with links resolved', async (t) => {
  const folder = t.testdir({ 'cli.js': '', link: t.fixture('symlink', 'cli.js') });
  const original = process.argv[1]!;
  t.teardown(() => (process.argv[1] = original));
  process.argv[1] = join(folder, 'link');
  t.strictSame(innerProcessCommand(), [process.execPath, join(folder, 'cli.js'), 'inside']);
});
