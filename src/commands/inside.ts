import pLimit from 'p-limit';
import { artifactsIn } from '../artifacts/keep-artifacts.ts';
import type { Place } from '../artifacts/keep-artifacts.ts';
import type { Family } from '../evidence/family.ts';
import type { Event } from '../events/events.ts';
import { missingOf } from '../kernel/machine/missing-capabilities.ts';
import { keepHouse } from '../kernel/sandbox/lab-server.ts';
import { openInside } from '../kernel/sandbox/control-pipe.ts';
import type { Inside, Job } from '../kernel/sandbox/control-pipe.ts';
import { live } from '../kernel/captures/live-capture.ts';
import { openKernelLog } from '../kernel/machine/kernel-log.ts';
import { standUp } from '../kernel/labs/build-lab.ts';
import { machine } from '../kernel/machine/describe-machine.ts';
import { perform as performStep } from '../run/perform-step.ts';
import { plan } from '../plan/make-plan.ts';
import type { Plan } from '../plan/model/plan.ts';
import type { Ground } from '../run/environment.ts';
import { run } from '../run.ts';
import { steps } from '../run/perform-steps.ts';
import { dictionary } from '../words/dictionary.ts';
import type { Perform } from './command-line/command.ts';
import { labsAtOnce } from './sandboxed-runs/labs-at-once.ts';

/** `mtulab inside`: the inner process of a sandbox. It does the job that the outer one sends: scenarios that were read and checked are planned once more. */
export const perform: Perform = async () => {
  const inside = openInside();
  const job = await inside.job;
  await ('run' in job ? runJob(job.run, inside) : upJob(job.up, inside));
  return 0;
};

type RunJob = Extract<Job, { run: unknown }>['run'];
type UpJob = Extract<Job, { up: unknown }>['up'];

const runJob = async ({ scenarios, options }: RunJob, inside: Inside): Promise<void> => {
  const choice = options as Chosen;
  const plans = scenarios.map((scenario) => plan(scenario, dictionary).plan!);
  const broken = new AbortController();
  const signal = AbortSignal.any([inside.signal, broken.signal]);
  const ground = await groundOf(plans, signal, choice);
  const artifacts = choice.artifacts && artifactsIn(choice.artifacts, plans);
  const standUp: Ground['standUp'] = async (plan, signal) => {
    const lab = await ground.standUp(plan, signal);
    // A lab that was killed from outside ends the whole run at once: nobody knows what else was touched.
    lab.lost.addEventListener('abort', () => broken.abort(lab.lost.reason));
    return artifacts ? artifacts.watch(plan, lab, signal) : lab;
  };
  const events = run(plans, { ...ground, standUp }, signal);
  for await (const event of artifacts ? artifacts.keep(events) : events) inside.say(event);
};

/** Options as the outer process sends them. */
interface Chosen {
  readonly set: Readonly<Record<string, string>>;
  readonly families?: readonly Family[];
  readonly jobs?: number;
  readonly timeScale?: number;
  readonly artifacts?: Place;
  /** Packets are captured and drawn, whether an expectation needs them or not. */
  readonly packets?: boolean;
}

const groundOf = async (plans: readonly Plan[], signal: AbortSignal, { jobs, timeScale, packets }: Chosen) => {
  const log = openKernelLog();
  const building = pLimit(buildsAtOnce);
  const [found, limit] = await Promise.all([
    machine(signal),
    labsAtOnce(plans, jobs, signal),
    // All that any of them needs is tried at once, while nothing else is done: afterwards none waits longer for its answer than another.
    missingOf(
      plans.flatMap(({ needs }) => needs),
      signal,
    ),
  ]);
  return {
    machine: log.unreadable ? { ...found, unpinned: { ...found.unpinned, 'kernel log': log.unreadable } } : found,
    dictionary,
    jobs: limit,
    missing: missingOf,
    standUp: (plan: Plan, signal: AbortSignal) => building(() => standUp(plan, signal)),
    warning: log.warning,
    ...(packets && { watches: drawn }),
    ...(timeScale !== undefined && { timeScale }),
  } satisfies Ground;
};

/** What the ladder of a step is drawn from. */
const drawn: NonNullable<Ground['watches']> = [{ word: 'journeys', settings: {} }];

/** More builds side by side gain nothing: the kernel's rtnl lock is one (0 to 20 % measured with two). */
const buildsAtOnce = 3;

const upJob = async ({ source, until, options }: UpJob, inside: Inside): Promise<void> => {
  const choice = options as Chosen;
  const { plansOf, excerpt, readStep, validate } = await import('./scenarios/lazy-reading.ts');
  const [plan] = plansOf([source], choice).plans;
  if (!plan) throw new Error('the scenario holds for none of the chosen families');
  const ground = await groundOf([plan], inside.signal, choice);
  const missing = await ground.missing(plan.needs, inside.signal);
  if (missing.length > 0) throw new Error(missing.join('; '));
  await using lab = await standUp(plan, inside.signal);
  const performed = until === undefined ? 0 : plan.scenario.steps.findIndex(({ name }) => name === until) + 1;
  const past = { ...plan.scenario, steps: plan.scenario.steps.slice(0, performed) };
  for await (const event of steps({ scenario: past, id: 0, lab }, ground, inside.signal)) inside.say(event);
  await lab.named();
  const typed: string[] = [];
  await keepHouse({
    inside,
    lab,
    capture: (request, over, signal) => live(lab, request, { over, signal }),
    perform: async function* (text, signal) {
      const { step, problems } = readStep(
        text,
        { source: { ...source, set: choice.set }, performed, typed },
        dictionary,
        validate,
      );
      if (!step) return yield { kind: 'problems', text: problems.map(excerpt).join('') };
      const stage = { lab, dictionary, watches: drawn, families: plan.scenario.families };
      yield { kind: 'step', id: 0, index: performed + typed.length, name: step.name } satisfies Event;
      const result = await performStep(step, stage, signal);
      yield { kind: 'step-end', id: 0, index: performed + typed.length, ...result } satisfies Event;
      typed.push(text);
    },
  });
};
