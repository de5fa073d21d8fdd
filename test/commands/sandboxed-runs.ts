import { existsSync, lchownSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import t from 'tap';
import { artifactsFolder } from '../../src/commands/sandboxed-runs/artifacts-folder.ts';
import { compareEvents } from '../../src/commands/sandboxed-runs/compare-events.ts';
import { completeEvents } from '../../src/commands/sandboxed-runs/complete-events.ts';
import type { WrongFile } from '../../src/commands/scenarios/read-files.ts';
import { drawTopologies } from '../../src/commands/sandboxed-runs/draw-topologies.ts';
import { exitReason } from '../../src/commands/sandboxed-runs/exit-reason.ts';
import { innerProcessCommand } from '../../src/commands/sandboxed-runs/inner-process.ts';
import { buildsAtOnce, labsAtOnce } from '../../src/commands/sandboxed-runs/labs-at-once.ts';
import { locateSteps } from '../../src/commands/sandboxed-runs/locate-steps.ts';
import { runInSandbox } from '../../src/commands/sandboxed-runs/run-in-sandbox.ts';
import { packageFolder } from '../../src/commands/scenarios/package-folder.ts';
import { readFiles } from '../../src/commands/scenarios/read-files.ts';
import type { ReadFiles } from '../../src/commands/scenarios/read-files.ts';
import { parseShard, shardScenarios } from '../../src/commands/sandboxed-runs/shard-scenarios.ts';
import { openReports, reportNeeds } from '../../src/commands/sandboxed-runs/open-reports.ts';
import { catalogue } from '../../src/commands/catalogue.ts';
import { readPlans } from '../fixtures/read-plans.ts';
import { readScenarios } from '../../src/commands/scenarios/read-scenarios.ts';
import type { Event } from '../../src/events/events.ts';
import { reportKinds } from '../../src/reports/kinds.ts';
import type { Plan } from '../../src/plan/model/plan.ts';
import type { Scenario } from '../../src/scenario/model/scenario.ts';
import { dictionary } from '../../src/words/dictionary.ts';
import { topologyOf } from '../../src/plan/graph/graph-topology.ts';
import { chain, planText } from '../plan/fixtures/labs.ts';

const scenario = (file: string) =>
  ({ file, title: file, families: ['ipv6'], nodes: [], links: [], steps: [] }) as unknown as Scenario;

const completed = async (
  events: readonly unknown[],
  sent: readonly string[],
  skipped: readonly string[] = [],
  wrong: readonly WrongFile[] = [],
) => {
  const all: Event[] = [];
  const sandbox = {
    events: (async function* () {
      yield* events;
    })(),
    ended: Promise.resolve({ code: 137, stderr: '' }),
  };
  const failureReason = ({ code }: { readonly code: number }) => `died (${code})`;
  const expected = { sent: sent.map(scenario), skipped: skipped.map(scenario), wrong, failureReason };
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

t.test('steps of a run are compared with what their plan predicts', async (t) => {
  const plan = planText(`
title: A narrow link
topology:
  nodes: { client: host, r1: router, r2: { router: { drop: [packet-too-big] } }, server: { host: { serve: http } } }
  links:
    - { between: [client, r1], mtu: 1500 }
    - { between: [r1, r2], mtu: 9000 }
    - { between: [r2, server], mtu: 9000 }
steps:
  - do: { fetch: { from: client, to: server, bytes: 200kB } }
  - do: { change: { r2: { drop: none } } }
  - do: { fetch: { from: client, to: server, bytes: 200kB } }
  - do: { command: { at: client, run: ['true'] } }
`);
  const completed = { transfer: { outcome: 'completed', episodes: [] } };
  const stepEnd = (index: number, facts: object) => ({
    ...{ kind: 'step-end', id: 0, index, name: 'a', result: 'pass', inherited: [], facts, verdicts: [], commands: [] },
    ms: 1,
  });
  const measured = [
    { kind: 'scenario', id: 0, file: 'a', title: 'a' },
    stepEnd(0, { ipv6: { transfer: { outcome: 'refused', episodes: [] } }, ipv4: completed }),
    stepEnd(1, { once: {} }),
    stepEnd(2, { ipv6: completed }),
    stepEnd(3, { once: completed }),
    end(0),
    { kind: 'scenario', id: 1, file: 'b', title: 'b' },
    { ...end(1), result: 'skip' },
    { kind: 'end', summary: { passed: 1, failed: 0, skipped: 1, errors: 0 } },
  ] as unknown as readonly Event[];
  const all: Event[] = [];
  const source = (async function* () {
    yield* measured;
  })();
  for await (const event of compareEvents(source, [plan], dictionary)) all.push(event);
  t.match(all, [
    { kind: 'scenario' },
    {
      result: 'fail',
      verdicts: [
        { expectation: 'prediction', family: 'ipv6', met: false, wanted: 'completed', saw: 'refused' },
        { expectation: 'prediction', family: 'ipv4', met: true, saw: 'completed' },
      ],
    },
    { result: 'pass', verdicts: [] },
    { result: 'pass', verdicts: [{ met: true, family: 'ipv6' }] },
    { result: 'pass', verdicts: [{ met: null, wanted: 'no prediction: true may have changed the network' }] },
    { kind: 'scenario-end', result: 'fail' },
    { kind: 'scenario' },
    { kind: 'scenario-end', result: 'skip' },
    { kind: 'end', summary: { passed: 0, failed: 1, skipped: 1, errors: 0 } },
  ]);
});

t.test('nothing is predicted of a step for a kernel without a behaviour that it depends on', async (t) => {
  const text = (expect: string) => `
title: x
topology:
  nodes: { a: host, b: { host: { serve: http } } }
  links: [{ between: [a, b], mtu: 1500 }]
steps: [{ do: { fetch: { from: a, to: b, bytes: 100 } }, expect: ${expect} }]`;
  const where = '[{ where: { syn-remembers-pmtu: true }, outcome: completed }]';
  const facts = { ipv6: { transfer: { outcome: 'stalled', episodes: [] } } };
  const compared = async (expect: string, present: boolean | null) => {
    const source = (async function* () {
      yield { kind: 'run', machine: { behaviours: { 'syn-remembers-pmtu': { present, saw: 'x' } } } };
      yield { kind: 'scenario', id: 0 };
      yield { kind: 'step-end', id: 0, index: 0, result: 'pass', facts, verdicts: [] };
      yield { kind: 'scenario-end', id: 0, result: 'pass' };
    })() as unknown as AsyncGenerator<Event>;
    const { plans } = readPlans([{ file: 'x.yaml', text: text(expect) }], { set: {} });
    const all: Event[] = [];
    for await (const event of compareEvents(source, plans, dictionary)) all.push(event);
    return all[2];
  };
  t.match(await compared(where, true), { result: 'fail', verdicts: [{ met: false, wanted: 'completed' }] });
  for (const present of [false, null])
    t.match(await compared(where, present), {
      result: 'pass',
      verdicts: [{ met: null, wanted: 'no prediction: predictions are for kernels where syn-remembers-pmtu is true' }],
    });
  t.match(await compared('{ outcome: completed }', false), { result: 'fail' }, 'a step that depends on none');
});

t.test('the summary of a complete run is its own, and comes once', async (t) => {
  const summary = { kind: 'end', summary: { passed: 9, failed: 9, skipped: 9, errors: 9 } };
  t.match(await completed([end(0), summary], ['a']), [end(0), { kind: 'end', summary: { passed: 1, errors: 0 } }]);
});

t.test('a file that is wrong is a result of its own, after the scenarios', async (t) => {
  const events = await completed([end(0)], ['a'], ['b'], [{ file: 'c', reason: '3:1: wrong; right', line: 3 }]);
  t.match(events.slice(-3), [
    { kind: 'scenario', id: 2, file: 'c', title: 'c' },
    { kind: 'scenario-end', id: 2, result: 'error', reason: '3:1: wrong; right', line: 3 },
    { kind: 'end', summary: { passed: 1, skipped: 1, errors: 1 } },
  ]);
});

t.test('the end of a sandbox is explained without stack traces, unless --debug asks for them', async (t) => {
  const native = `node[4]: pthread_create: Resource temporarily unavailable
  #  /usr/bin/node[4]: void node::Start() at ../src/node_platform.cc:68
  #  Assertion failed: (0) == (uv_thread_create(t.get()))

----- Native stack trace -----

 1: 0xc8a0e0 node::Assert(node::AssertionInfo const&) [node]
`;
  const thrown = `node:fs:448
    return binding.readFileUtf8(path);
                   ^

Error: EMFILE: too many open files, open 'x'
    at Object.readFileSync (node:fs:448:20) {
  errno: -24
}

Node.js v20.20.2
`;
  const ended = 'the sandbox ended early (exit code 5)';
  const table = [
    ['', ended],
    ['cannot write x: no space left on device\n', `${ended}: cannot write x: no space left on device`],
    ['could not build\n  command: ip\n', `${ended}: could not build\n  command: ip`],
    [thrown, `${ended}: Error: EMFILE: too many open files, open 'x'`],
    [
      native,
      `${ended}: node[4]: pthread_create: Resource temporarily unavailable\nAssertion failed: (0) == (uv_thread_create(t.get()))`,
    ],
  ] as const;
  for (const [stderr, reason] of table) t.equal(exitReason({ code: 5, stderr }), reason);
  t.match(exitReason({ code: 5, stderr: thrown }, { debug: true }), /node:fs:448:20/);
});

t.test('a report whose file cannot be written fails once, and the others go on', async (t) => {
  let printed = '';
  const failures: unknown[] = [];
  const io = { out: (text: string | Uint8Array) => void (printed += text), err: () => undefined };
  const report = await openReports(['tap=/dev/full', 'json'], false, io, (error) => failures.push(error));
  if ('error' in report) return t.fail(report.error);
  report.event({ kind: 'end', summary: { passed: 1, failed: 0, skipped: 0, errors: 0 } });
  report.end();
  t.match(failures, [{ message: 'cannot write /dev/full: no space left on device' }]);
  t.equal(failures.length, 1);
  t.match(JSON.parse(printed), { summary: { passed: 1 } });
});

t.test('reports are opened by kind, on standard output or in a file', async (t) => {
  const folder = t.testdir();
  let printed = '';
  const io = { out: (text: string) => void (printed += text), err: () => undefined };
  const report = await openReports([`json=${folder}/a=b.json`], false, io);
  if ('error' in report) return t.fail(report.error);
  report.event({ kind: 'end', summary: { passed: 1, failed: 0, skipped: 0, errors: 0 } });
  report.end();
  t.match(printed, '1 passed', 'the text report has standard output when no other has');
  t.match(JSON.parse(readFileSync(join(folder, 'a=b.json'), 'utf8')), { summary: { passed: 1 } });
  const tap = await openReports(['tap'], false, io);
  t.notOk('error' in tap);
  t.match(printed, /TAP version 14\n$/);
  const kinds = [
    'reports:',
    '  text      readable text: every step with its verdicts and their evidence',
    '  tap       TAP version 14, a subtest per scenario',
    '  json      one JSON document at the end',
    '  ndjson    one JSON object per event, as it happens',
    '  junit     JUnit XML at the end, a test suite per scenario',
    '  markdown  Markdown for an issue: a table of scenarios, and what was not as expected',
    '  github    annotations for GitHub Actions, and the summary of the job',
    '  html      one page with pictures: where what happened, the evidence, the packets',
  ].join('\n');
  const table = [
    [['jsn'], `there is no report 'jsn'; did you mean json?\n${kinds}`],
    [['pdf=x.xml'], `there is no report 'pdf'\n${kinds}`],
    [['json', 'tap'], 'only one report can go to standard output; give the others a file: --report kind=path'],
    [[`json=${folder}/nowhere/x`], /^cannot write .*\/nowhere\/x: no such file or directory$/],
  ] as const;
  for (const [requests, error] of table) t.match(await openReports(requests, false, io), { error });
});

t.test('the help of run names every kind of report', async (t) => {
  const { about } = catalogue.find(({ name }) => name === 'run')!.options!.find(({ flags }) => /report/.test(flags))!;
  const [kinds] = about.split(', to standard output');
  t.strictSame(kinds!.split(/, | or /), Object.keys(reportKinds));
});

t.test('a report can add to a file that the environment names, which fails once', async (t) => {
  const folder = t.testdir({ summary: 'before\n' });
  const failures: unknown[] = [];
  const io = { out: () => undefined, err: () => undefined };
  const end = async (path: string): Promise<void> => {
    t.intercept(process, 'env', { value: { ...process.env, GITHUB_STEP_SUMMARY: path } });
    const report = await openReports(['github'], false, io, (error) => failures.push(error));
    if ('error' in report) return void t.fail(report.error);
    report.event({ kind: 'end', summary: { passed: 1, failed: 0, skipped: 0, errors: 0 } });
    report.end();
  };
  await end(join(folder, 'summary'));
  t.strictSame(failures, []);
  t.match(readFileSync(join(folder, 'summary'), 'utf8'), /^before\n1 passed/);
  await end('/dev/full');
  t.match(failures, [{ message: 'cannot write /dev/full: no space left on device' }]);
  t.intercept(process, 'env', { value: { ...process.env, GITHUB_STEP_SUMMARY: `${folder}/none/x` } });
  t.match(await openReports(['github'], false, io), { error: /none\/x: no such file or directory$/ });
});

t.test('steps of a run get the line where they begin, as they are numbered in events', async (t) => {
  const text = `title: Lines
vary: { bytes: [1000, 2000] }
topology:
  nodes: { client: host, server: { host: { serve: http } } }
  links: [{ between: [client, server], mtu: 1500 }]
steps:
  - do: { fetch: { from: client, to: server, bytes: 1000 } }
  - together:
      - do: { fetch: { from: client, to: server, bytes: "${'${bytes}'}" } }

      - name: last
        do: { fetch: { from: client, to: server, bytes: 1000 } }
`;
  const read = readScenarios([{ file: 'a.yaml', text }], { set: {} });
  t.strictSame([read.scenarios.length, read.problems], [2, []]);
  const stepEnd = (id: number, index: number) => ({ kind: 'step-end', id, index }) as Event;
  const source = (async function* () {
    yield { kind: 'step', id: 0, index: 0, name: 'x' } as Event;
    for (const id of [0, 1]) for (const index of [0, 1, 2]) yield stepEnd(id, index);
  })();
  const lines: unknown[] = [];
  for await (const event of locateSteps(source, read)) lines.push('line' in event ? event.line : event.kind);
  t.strictSame(lines, ['step', 7, 9, 11, 7, 9, 11]);
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

t.test(
  'a link to the artifacts folder is followed only if its user could write there anyway',
  { skip: process.geteuid!() !== 0 && 'only root can give a link away' },
  async (t) => {
    const folder = t.testdir({ real: {} });
    symlinkSync(join(folder, 'real'), join(folder, 'link'));
    t.match(artifactsFolder(join(folder, 'link')), { folder: join(folder, 'real') });
    lchownSync(join(folder, 'link'), 65_534, 65_534);
    t.match(artifactsFolder(join(folder, 'link')), { error: /is a link of another user; choose another folder/ });
  },
);

t.test('labs with permanent neighbours are limited by the request alone, 32 by default', async (t) => {
  const { signal } = new AbortController();
  const plans = [{ scenario: { neighbours: 'permanent' }, links: [] } as unknown as Plan];
  t.equal(await labsAtOnce(plans, undefined, signal), 32);
  t.equal(await labsAtOnce(plans, 64, signal), 64);
});

t.test('the larger the labs, the fewer are built at the same time', async (t) => {
  const labOf = (size: number) => ({ nodes: Array.from({ length: size }, () => ({}) as Plan['nodes'][number]) });
  t.equal(buildsAtOnce([labOf(6)]), 12);
  t.equal(buildsAtOnce([labOf(2), labOf(30)]), 2, 'the largest lab counts');
  t.equal(buildsAtOnce([labOf(1000)]), 1);
});

t.test('a run that was interrupted before it began ends each scenario in an error, and is no failure', async (t) => {
  const failures: string[] = [];
  const files = readFiles(['ptb-dropped'], { set: {} });
  const options = { signal: AbortSignal.abort(), onFailure: (reason: string) => void failures.push(reason) };
  const events: Event[] = [];
  for await (const event of runInSandbox(files, options)) events.push(event);
  t.match(events.at(-2), { kind: 'scenario-end', result: 'error', reason: 'interrupted' });
  t.match(events.at(-1), { kind: 'end', summary: { errors: 1 } });
  t.strictSame(failures, []);
});

t.test('the inner process is the command line of this package, whichever program asks for it', async (t) => {
  const cli = resolve(import.meta.dirname, '../../dist/cli.js');
  t.equal(packageFolder(), resolve(import.meta.dirname, '../..'));
  t.strictSame(innerProcessCommand(), [process.execPath, cli, 'inside']);
  t.equal(innerProcessCommand({ debug: true }).at(-1), '--debug');
});

t.test(
  'a report with pictures asks for packets, samples and topologies, and the events of scenarios get theirs',
  async (t) => {
    t.strictSame([...reportNeeds(['json=a', 'html=b.html', 'none'])], ['packets', 'samples', 'topology']);
    t.strictSame([...reportNeeds(['json', 'text'])], []);
    const plans = [planText(chain)];
    const scenario = { kind: 'scenario', file: 'a.yaml', title: 'A' } as const;
    const end = { kind: 'end', summary: { passed: 1, failed: 0, skipped: 0, errors: 0 } } as const;
    const events = async function* (): AsyncGenerator<Event> {
      yield* [{ ...scenario, id: 0 }, { ...scenario, id: 1 }, end];
    };
    const drawn: Event[] = [];
    for await (const event of drawTopologies(events(), plans)) drawn.push(event);
    t.strictSame(drawn, [{ ...scenario, id: 0, topology: topologyOf(plans[0]!) }, { ...scenario, id: 1 }, end]);
  },
);

t.test('the shards of a run have each scenario once, and are balanced by measured durations', async (t) => {
  const names = ['a', 'b', 'c', 'd', 'e', 'f'];
  const files = {
    ...{ scenarios: names.map(scenario), skipped: [{ file: 'g', title: 'g', reason: '' }] },
    ...{ wrong: [{ file: 'h', reason: '' }], complaints: [], problems: [], hints: [] },
  } as unknown as ReadFiles;
  const measured = (durations: Readonly<Record<string, number>>) => ({
    scenarios: Object.entries(durations).map(([file, ms]) => ({
      file,
      title: file,
      result: 'pass' as const,
      ms,
      steps: [],
    })),
  });
  const shards = (count: number, durations?: Readonly<Record<string, number>>) =>
    Array.from({ length: count }, (_, index) =>
      shardScenarios(files, { index: index + 1, count }, durations && measured(durations))
        .scenarios.map(({ file }) => file)
        .join(''),
    );
  t.strictSame(shards(2), ['ace', 'bdf']);
  t.strictSame(shards(2, { a: 9000, b: 1000, c: 1000, d: 2000, e: 2000, f: 3000 }), ['a', 'bcdef']);
  t.strictSame(shards(2, { a: 9000, d: 10, f: 1, x: 5 }), ['a', 'bcdef'], 'unknown ones count as the median');
  t.strictSame(shards(7).at(-1), '', 'there may be more machines than scenarios');
  t.equal([...shards(4, { c: 7 })].join('').length, 6);
  const [first, second] = [1, 2].map((index) => shardScenarios(files, { index, count: 2 }));
  t.strictSame([first!.skipped.length, second!.skipped.length], [1, 0], 'what is skipped is reported once');
  t.strictSame([first!.wrong.length, second!.wrong.length], [1, 1]);
  t.strictSame(parseShard('2/3'), { index: 2, count: 3 });
  for (const wrong of ['', '2', '0/3', '4/3', '1/0', '1/3/4', 'a/b', '-1/3'])
    t.throws(() => parseShard(wrong), {
      message: 'Expected a shard and their number, such as 2/3 for the second of three.',
    });
});
