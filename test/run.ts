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
  - { name: greet, do: { command: { on: a, run: [greet] } }, expect: { output: { contains: "\${wanted}" } } }
  - { name: leave, do: { command: { on: b, run: [leave] } } }
`;

const plans = (): readonly Plan[] =>
  readScenario({ file: 'two.yaml', text }, dictionary, validate).scenarios.map(
    (scenario) => makePlan(scenario, dictionary).plan!,
  );

/** A machine room that writes down what is asked of it. */
const fake = (log: string[], given: Partial<RunEnvironment> = {}): RunEnvironment => ({
  machine: { kernel: '6.18', iproute2: '6.1.0', node: '20', pinned: {}, unpinned: {} },
  dictionary,
  jobs: 1,
  missingCapabilities: async () => [],
  kernelWarning: () => undefined,
  buildLab: async () => {
    log.push('stands');
    return {
      nodes: new Map(),
      run: async (node: string, [program]: readonly string[]) => {
        log.push(`${node}: ${program}`);
        return { stdout: 'hello', stderr: '', code: 0 };
      },
      inherited: async () => [],
      forget: async () => {},
      [Symbol.asyncDispose]: async () => void log.push('gone'),
    } as Partial<RunLab> as RunLab;
  },
  ...given,
});

const told = async (ground: RunEnvironment, signal = new AbortController().signal): Promise<readonly string[]> => {
  const said: string[] = [];
  for await (const event of run(plans(), ground, signal)) said.push(inShort(event));
  return said;
};

const inShort = (event: Event): string => {
  if (event.kind === 'scenario-end') return `end ${event.result}${event.reason ? `: ${event.reason}` : ''}`;
  if (event.kind === 'step-end') return `did ${event.name}: ${event.result}`;
  if (event.kind === 'step') return `does ${event.name}`;
  if (event.kind === 'end') return JSON.stringify(event.summary);
  return event.kind === 'scenario' ? event.title : event.kind;
};

t.test('a run tells each step and takes each lab away before the next stands', async (t) => {
  const log: string[] = [];
  t.strictSame(await told(fake(log)), [
    'run',
    ...['two hosts (wanted=hello)', 'does greet', 'did greet: pass', 'does leave', 'did leave: pass', 'end pass'],
    ...['two hosts (wanted=something else)', 'does greet', 'did greet: fail', 'does leave', 'did leave: pass'],
    ...['end fail', '{"passed":1,"failed":1,"skipped":0,"errors":0}'],
  ]);
  t.strictSame(log, Array(2).fill(['stands', 'a: greet', 'b: leave', 'gone']).flat());
});

t.test('what the machine lacks skips a scenario with its reason, and nothing is built', async (t) => {
  const log: string[] = [];
  const said = await told(fake(log, { missingCapabilities: async () => ['no nft here', 'no ping here'] }));
  t.strictSame(said.slice(1, 3), ['two hosts (wanted=hello)', 'end skip: no nft here; no ping here']);
  t.strictSame(log, []);
});

t.test('a lab that breaks in the middle is an error, and is taken away', async (t) => {
  const log: string[] = [];
  const whole = fake(log);
  const said = await told({
    ...whole,
    buildLab: async (...asked) => ({
      ...(await whole.buildLab(...asked)),
      run: async () => {
        throw new Error('the lab broke');
      },
    }),
  });
  t.match(said.join('\n'), /does greet\nend error: the lab broke/);
  t.strictSame(log, ['stands', 'gone', 'stands', 'gone']);
});

t.test('a kernel warning makes its step an error, whatever was expected', async (t) => {
  const warnings = ['WARNING: at net/core'];
  const said = await told(fake([], { kernelWarning: () => warnings.pop() }));
  t.strictSame(said.slice(3, 4), ['did greet: error']);
});

t.test('a run that nobody listens to any more leaves no lab', async (t) => {
  const log: string[] = [];
  for await (const event of run(plans(), fake(log, { jobs: 2 }), new AbortController().signal))
    if (event.kind === 'step-end') break;
  t.equal(log.filter((line) => line === 'stands').length, log.filter((line) => line === 'gone').length);
});
