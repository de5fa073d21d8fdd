import t from 'tap';
import type { Event } from '../src/events/events.ts';
import type { RunEnvironment, RunLab } from '../src/run/environment.ts';
import { makePlan } from '../src/plan/make-plan.ts';
import type { Plan } from '../src/plan/model/plan.ts';
import { run } from '../src/run.ts';
import { readScenario } from '../src/scenario/read-scenario.ts';
import { validate } from '../src/scenario/schema/validator.ts';
import { dictionary } from '../src/words/dictionary.ts';

const text = `
title: two hosts
vary: { wanted: [hello, something else] }
topology:
  nodes: { a: host, b: host }
  links: [{ between: [a, b], mtu: 1500 }]
steps:
  - { name: greet, do: { command: { at: a, run: [greet] } }, expect: { output: { contains: "\${wanted}" } } }
  - { name: leave, do: { command: { at: b, run: [leave] } } }
`;

const plans = (): readonly Plan[] =>
  readScenario({ file: 'two.yaml', text }, dictionary, validate).scenarios.map(
    (scenario) => makePlan(scenario, dictionary).plan!,
  );

/** An environment without a kernel that logs what the run does with its labs. */
const fakeEnvironment = (log: string[], overrides: Partial<RunEnvironment> = {}): RunEnvironment => ({
  machine: { kernel: '6.18', iproute2: '6.1.0', node: '20', pinned: {}, unpinned: {} },
  dictionary,
  jobs: 1,
  missingCapabilities: async () => [],
  probeBehaviours: async () => ({}),
  kernelWarning: () => undefined,
  buildLab: async () => {
    log.push('built');
    return {
      nodes: new Map(),
      mayDiffer: () => undefined,
      run: async (node: string, [program]: readonly string[]) => {
        log.push(`${node}: ${program}`);
        return { stdout: 'hello', stderr: '', code: 0 };
      },
      inherited: async () => [],
      forgetPathMtus: async () => {},
      [Symbol.asyncDispose]: async () => void log.push('removed'),
    } as Partial<RunLab> as RunLab;
  },
  ...overrides,
});

const eventsOf = async (environment: RunEnvironment): Promise<readonly string[]> => {
  const lines: string[] = [];
  for await (const event of run(plans(), environment, new AbortController().signal)) lines.push(summaryOf(event));
  return lines;
};

const summaryOf = (event: Event): string => {
  if (event.kind === 'scenario') return `${event.title}: ${event.case}`;
  if (event.kind === 'scenario-end') return `end ${event.result}${event.reason ? `: ${event.reason}` : ''}`;
  if (event.kind === 'step-end') return `done ${event.name}: ${event.result}`;
  if (event.kind === 'step') return `start ${event.name}`;
  if (event.kind === 'note') return `note ${event.text}`;
  if (event.kind === 'end') return JSON.stringify(event.summary);
  return event.kind;
};

t.test('a run yields the events of each step and removes each lab before it builds the next', async (t) => {
  const log: string[] = [];
  t.strictSame(await eventsOf(fakeEnvironment(log)), [
    'run',
    ...[
      'two hosts (wanted=hello): wanted=hello',
      'start greet',
      'done greet: pass',
      'start leave',
      'done leave: pass',
      'end pass',
    ],
    ...[
      'two hosts (wanted=something else): wanted=something else',
      'start greet',
      'done greet: fail',
      'start leave',
      'done leave: pass',
    ],
    ...['end fail', '{"passed":1,"failed":1,"skipped":0,"errors":0}'],
  ]);
  t.strictSame(log, Array(2).fill(['built', 'a: greet', 'b: leave', 'removed']).flat());
});

t.test('a missing capability skips a scenario with its reason, and nothing is built', async (t) => {
  const log: string[] = [];
  const missingCapabilities = async () => ['no nft here', 'no ping here'];
  const events = await eventsOf(fakeEnvironment(log, { missingCapabilities }));
  t.strictSame(events.slice(1, 3), ['two hosts (wanted=hello): wanted=hello', 'end skip: no nft here; no ping here']);
  t.strictSame(log, []);
});

t.test('a lab that fails in the middle of a step makes its scenario an error, and is removed', async (t) => {
  const log: string[] = [];
  const working = fakeEnvironment(log);
  const events = await eventsOf({
    ...working,
    buildLab: async (...args) => ({
      ...(await working.buildLab(...args)),
      mayDiffer: () => undefined,
      run: async () => {
        throw new Error('the lab broke');
      },
    }),
  });
  t.match(events.join('\n'), /start greet\nend error: the lab broke/);
  t.strictSame(log, ['built', 'removed', 'built', 'removed']);
});

t.test('the sentences of a finished lab become notes before the end of its scenario', async (t) => {
  const log: string[] = [];
  const plain = fakeEnvironment(log);
  const events = await eventsOf({
    ...plain,
    buildLab: async (...args) => ({
      ...(await plain.buildLab(...args)),
      finish: async () => (log.push('finished'), ['2 packets were dropped']),
    }),
  });
  t.match(events.join('\n'), /done leave: pass\nnote 2 packets were dropped\nend pass/);
  t.strictSame(log.slice(-2), ['finished', 'removed']);
});

t.test('a kernel warning makes its step an error, whatever was expected', async (t) => {
  const warnings = ['WARNING: at net/core'];
  const events = await eventsOf(fakeEnvironment([], { kernelWarning: () => warnings.pop() }));
  t.strictSame(events.slice(3, 4), ['done greet: error']);
});

t.test('a run whose consumer stops early leaves no lab behind', async (t) => {
  const log: string[] = [];
  for await (const event of run(plans(), fakeEnvironment(log, { jobs: 2 }), new AbortController().signal))
    if (event.kind === 'step-end') break;
  t.ok(log.includes('built'));
  t.equal(log.filter((line) => line === 'built').length, log.filter((line) => line === 'removed').length);
});

t.test('scenarios that measure short times are skipped where the machine cannot tell', async (t) => {
  const log: string[] = [];
  const command = { ...dictionary.actions['command']!, runsAlone: true as const };
  const timing = { ...dictionary, actions: { ...dictionary.actions, command } };
  const cannotTime = 'this guest is 12.0 times slower';
  const events = await eventsOf(fakeEnvironment(log, { dictionary: timing, cannotTime }));
  t.strictSame(
    events.filter((line) => line.startsWith('end')),
    [`end skip: ${cannotTime}`, `end skip: ${cannotTime}`],
  );
  t.strictSame(log, [], 'no lab is built for them');
  t.notOk((await eventsOf(fakeEnvironment(log, { cannotTime }))).includes(`end skip: ${cannotTime}`), 'others run');
});
