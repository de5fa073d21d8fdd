import type { RunOptions } from './sandboxed-runs/run-options.ts';
import pLimit from 'p-limit';
import { openArtifacts } from '../artifacts/keep-artifacts.ts';
import type { Event } from '../events/events.ts';
import { missingCapabilities } from '../kernel/machine/missing-capabilities.ts';
import { serveLab } from '../kernel/sandbox/lab-server.ts';
import { openControlPipe } from '../kernel/sandbox/control-pipe.ts';
import type { ControlPipe, Job } from '../kernel/sandbox/control-pipe.ts';
import { liveCapture } from '../kernel/captures/live-capture.ts';
import { openKernelLog } from '../kernel/machine/kernel-log.ts';
import { buildLab } from '../kernel/labs/build-lab.ts';
import { describeMachine } from '../kernel/machine/describe-machine.ts';
import { performStep } from '../run/perform-step.ts';
import { makePlan } from '../plan/make-plan.ts';
import type { Plan } from '../plan/model/plan.ts';
import type { RunEnvironment } from '../run/environment.ts';
import { run } from '../run.ts';
import { performSteps } from '../run/perform-steps.ts';
import { dictionary } from '../words/dictionary.ts';
import type { Perform } from './command-line/command.ts';
import { labsAtOnce } from './sandboxed-runs/labs-at-once.ts';

/** `mtulab inside`: the inner process of a sandbox. It does the job that the outer one sends: scenarios that were read and checked are planned once more. */
export const perform: Perform = async () => {
  const inside = openControlPipe();
  const job = await inside.job;
  await ('run' in job ? runJob(job.run, inside) : upJob(job.up, inside));
  return 0;
};

type RunJob = Extract<Job, { run: unknown }>['run'];
type UpJob = Extract<Job, { up: unknown }>['up'];

const runJob = async ({ scenarios, options }: RunJob, inside: ControlPipe): Promise<void> => {
  const choice = options as RunOptions;
  const plans = scenarios.map((scenario) => makePlan(scenario, dictionary).plan!);
  const broken = new AbortController();
  const signal = AbortSignal.any([inside.signal, broken.signal]);
  const ground = await groundOf(plans, signal, choice);
  const artifacts = choice.artifacts && openArtifacts(choice.artifacts, plans);
  const standUp: RunEnvironment['buildLab'] = async (plan, signal) => {
    const lab = await ground.buildLab(plan, signal);
    // A lab that was killed from outside ends the whole run at once: nobody knows what else was touched.
    lab.lost.addEventListener('abort', () => broken.abort(lab.lost.reason));
    return artifacts ? artifacts.watch(plan, lab, signal) : lab;
  };
  const events = run(plans, { ...ground, buildLab: standUp }, signal);
  for await (const event of artifacts ? artifacts.keep(events) : events) inside.send(event);
};

const groundOf = async (plans: readonly Plan[], signal: AbortSignal, { jobs, timeScale, packets }: RunOptions) => {
  const log = openKernelLog();
  const building = pLimit(buildsAtOnce);
  const [found, limit] = await Promise.all([
    describeMachine(signal),
    labsAtOnce(plans, jobs, signal),
    // All that any of them needs is tried at once, while nothing else is done: afterwards none waits longer for its answer than another.
    missingCapabilities(
      plans.flatMap(({ needs }) => needs),
      signal,
    ),
  ]);
  return {
    machine: log.unreadable ? { ...found, unpinned: { ...found.unpinned, 'kernel log': log.unreadable } } : found,
    dictionary,
    jobs: limit,
    missingCapabilities,
    buildLab: (plan: Plan, signal: AbortSignal) => building(() => buildLab(plan, signal)),
    kernelWarning: log.warning,
    ...(packets && { watches: drawn }),
    ...(timeScale !== undefined && { timeScale }),
  } satisfies RunEnvironment;
};

/** What the ladder of a step is drawn from. */
const drawn: NonNullable<RunEnvironment['watches']> = [{ word: 'journeys', settings: {} }];

/** More builds side by side gain nothing: the kernel's rtnl lock is one (0 to 20 % measured with two). */
const buildsAtOnce = 3;

const upJob = async ({ source, until, options }: UpJob, inside: ControlPipe): Promise<void> => {
  const choice = options as RunOptions;
  const { readPlans, formatProblem, readStep, validate } = await import('./scenarios/lazy-reading.ts');
  const [plan] = readPlans([source], choice).plans;
  if (!plan) throw new Error('the scenario holds for none of the chosen families');
  const ground = await groundOf([plan], inside.signal, choice);
  const missing = await ground.missingCapabilities(plan.needs, inside.signal);
  if (missing.length > 0) throw new Error(missing.join('; '));
  await using lab = await buildLab(plan, inside.signal);
  const performed = until === undefined ? 0 : plan.scenario.steps.findIndex(({ name }) => name === until) + 1;
  const past = { ...plan.scenario, steps: plan.scenario.steps.slice(0, performed) };
  for await (const event of performSteps({ scenario: past, id: 0, lab }, ground, inside.signal)) inside.send(event);
  await lab.writeHostsFile();
  const typed: string[] = [];
  await serveLab({
    inside,
    lab,
    capture: (request, over, signal) => liveCapture(lab, request, { over, signal }),
    perform: async function* (text, signal) {
      const { step, problems } = readStep(
        text,
        { source: { ...source, set: choice.set }, performed, typed },
        dictionary,
        validate,
      );
      if (!step) return yield { kind: 'problems', text: problems.map(formatProblem).join('') };
      const stage = { lab, dictionary, watches: drawn, families: plan.scenario.families };
      yield { kind: 'step', id: 0, index: performed + typed.length, name: step.name } satisfies Event;
      const result = await performStep(step, stage, signal);
      yield { kind: 'step-end', id: 0, index: performed + typed.length, ...result } satisfies Event;
      typed.push(text);
    },
  });
};
