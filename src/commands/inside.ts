import type { RunOptions } from './sandboxed-runs/run-options.ts';
import pLimit from 'p-limit';
import { openArtifacts } from '../artifacts/open-artifacts.ts';
import type { Event } from '../events/events.ts';
import { probeBehaviours as probe } from '../kernel/machine/probe-behaviours.ts';
import { missingCapabilities } from '../kernel/machine/missing-capabilities.ts';
import { serveLab } from '../kernel/sandbox/lab-server.ts';
import { optimizeLate } from '../kernel/system/optimize-late.ts';
import { openControlPipe } from '../kernel/sandbox/control-pipe.ts';
import type { ControlPipe, Job, UpJob } from '../kernel/sandbox/control-pipe.ts';
import { liveCapture } from '../kernel/captures/live-capture.ts';
import { openKernelLog } from '../kernel/machine/kernel-log.ts';
import { buildLab } from '../kernel/labs/build-lab.ts';
import { describeMachine } from '../kernel/machine/describe-machine.ts';
import { behavioursOf } from '../run/applicable-expectations.ts';
import { performStep } from '../run/perform-step.ts';
import { deepFreeze } from '../plan/model/deep-freeze.ts';
import type { Plan } from '../plan/model/plan.ts';
import type { RunEnvironment } from '../run/environment.ts';
import { run } from '../run.ts';
import { startOf } from '../run/wait-of-step.ts';
import { performSteps } from '../run/perform-steps.ts';
import { dictionary } from '../words/dictionary.ts';
import type { Perform } from './command-line/command.ts';
import { severalTimes } from '../run/judge.ts';
import { buildsAtOnce, defaultLabs, labsAtOnce } from './sandboxed-runs/labs-at-once.ts';

/**
 * `mtulab inside`: the inner process of a sandbox. It performs the job that the outer process sends: a run, or the lab
 * of `up`.
 */
export const perform: Perform = async (_, { timeScale = 1 }) => {
  optimizeLate();
  const pipe = openControlPipe();
  const job = await pipe.job;
  await ('run' in job ? runScenarios(job.run, pipe, timeScale as number) : keepLab(job.up, pipe));
  return 0;
};

type RunJob = Extract<Job, { run: unknown }>['run'];

/** `slower` is the factor by which a guest is slower than its host. */
const runScenarios = async ({ plans: sent, options }: RunJob, pipe: ControlPipe, slower: number): Promise<void> => {
  const runOptions = slowerBy(slower, options as RunOptions);
  const plans = deepFreeze(sent);
  const artifacts = runOptions.artifacts && openArtifacts(runOptions.artifacts, plans);
  const labLost = new AbortController();
  const signal = AbortSignal.any([pipe.signal, labLost.signal, ...(artifacts ? [artifacts.failed] : [])]);
  const environment = {
    ...(await openEnvironment(plans, signal, runOptions)),
    ...(slower >= severalTimes && { cannotTime: tooSlow(slower) }),
  };
  const buildRunLab: RunEnvironment['buildLab'] = async (plan, signal) => {
    const lab = await environment.buildLab(plan, signal);
    // A lab that was killed from outside ends the whole run at once: other labs may have been affected too.
    lab.lost.addEventListener('abort', () => labLost.abort(lab.lost.reason));
    return artifacts ? artifacts.captureLab(plan, lab, signal) : lab;
  };
  const events = run(plans, { ...environment, buildLab: buildRunLab }, signal);
  for await (const event of artifacts ? artifacts.recordEvents(events) : events) pipe.send(event);
};

/** Fewer labs at once, since the timers of a stall are no slower in a guest than here; but a few, since each waits for these most of the time. */
const slowerBy = (slower: number, options: RunOptions): RunOptions => {
  if (slower === 1) return options;
  const { timeScale = 1, jobs = defaultLabs } = options;
  return {
    ...options,
    timeScale: timeScale * slower,
    jobs: Math.max(Math.min(jobs, fewestLabs), Math.floor(jobs / slower)),
  };
};

/** In guests 10 to 20 times slower each visit ended in an error, since its program had waited for a processor (measured). */
const tooSlow = (slower: number): string =>
  `this guest is ${slower.toFixed(1)} times slower than its host, and what programs do within 50 to 300 ms is not judged there`;

/** Of two guests side by side, the one with one lab at a time ended 47 scenarios in 11 minutes, the one with two 87 (measured, 17 and 16 times slower). */
const fewestLabs = 2;

const openEnvironment = async (plans: readonly Plan[], signal: AbortSignal, options: RunOptions) => {
  const { jobs, timeScale, packets, samples } = options;
  const log = openKernelLog();
  const limitBuilds = pLimit(buildsAtOnce(plans));
  const probeBehaviours: RunEnvironment['probeBehaviours'] = (names, signal) => probe(names, dictionary, signal);
  const [machine, labs, behaviours] = await Promise.all([
    describeMachine(signal),
    labsAtOnce(plans, jobs, signal),
    probeBehaviours(
      plans.flatMap(({ scenario }) => behavioursOf(scenario.steps)),
      signal,
    ),
    // All capabilities and behaviours are probed here, while nothing else runs, so that no scenario waits for its answer later.
    missingCapabilities(
      plans.flatMap(({ needs }) => needs),
      signal,
    ),
  ]);
  const holds = plans.some(({ commands }) => commands.some((command) => 'netem' in command));
  const hasNetem = holds && (await missingCapabilities(['netem'], signal)).length === 0;
  const unpinned = { ...machine.unpinned, ...(log.unreadable && { 'kernel log': log.unreadable }) };
  return {
    machine: {
      ...{ ...machine, unpinned },
      ...(holds && { heldFrames: hasNetem ? ('netem' as const) : ('mtulab' as const) }),
      ...(Object.keys(behaviours).length > 0 && { behaviours }),
      ...(timeScale !== undefined && { timeScale }),
    },
    dictionary,
    jobs: labs,
    missingCapabilities,
    probeBehaviours,
    buildLab: (plan: Plan, signal: AbortSignal) =>
      limitBuilds(() =>
        buildLab(plan, signal, {
          ...(samples && { reportsSamples: true }),
          ...(hasNetem && { hasNetem: true as const }),
        }),
      ),
    kernelWarning: log.warning,
    ...(packets && { watches: packetWatches }),
    ...(timeScale !== undefined && { timeScale }),
  } satisfies RunEnvironment;
};

/** The watches whose facts the ladder of a step is drawn from. */
const packetWatches: NonNullable<RunEnvironment['watches']> = [{ word: 'journeys', settings: {} }];

const keepLab = async (
  { plan: sent, source, until, timeScale: scaleOfAll }: UpJob,
  pipe: ControlPipe,
): Promise<void> => {
  const plan = deepFreeze(sent);
  const environment = await openEnvironment([plan], pipe.signal, {
    ...(scaleOfAll !== undefined && { timeScale: scaleOfAll }),
  });
  const missing = await environment.missingCapabilities(plan.needs, pipe.signal);
  if (missing.length > 0) throw new Error(missing.join('; '));
  await using lab = await environment.buildLab(plan, pipe.signal);
  lab.mayDiffer(); // programs enter it that the engine does not see
  const performed = until === undefined ? 0 : plan.scenario.steps.findIndex(({ name }) => name === until) + 1;
  const scenario = { ...plan.scenario, steps: plan.scenario.steps.slice(0, performed) };
  for await (const event of performSteps({ scenario, id: 0, lab }, environment, pipe.signal)) pipe.send(event);
  await lab.writeHostsFile();
  const typed: string[] = [];
  // Not at the first step: another build may have replaced the script by then.
  const { formatProblem, readStep, validate } = await import('./scenarios/lazy-exports.ts');
  await serveLab({
    pipe,
    lab,
    capture: (request, over, signal) => liveCapture(lab, request, { over, signal }),
    perform: async function* ({ step: text, timeScale = scaleOfAll, aside }, signal) {
      const { step, problems } = readStep(text, { source, performed, typed }, dictionary, validate);
      if (!step) return yield { kind: 'problems', text: problems.map(formatProblem).join('') };
      const stepEnvironment = {
        ...{ lab, dictionary, watches: packetWatches, families: plan.scenario.families },
        probeBehaviours: environment.probeBehaviours,
        ...(timeScale !== undefined && { timeScale }),
      };
      const index = performed + typed.length;
      yield { kind: 'step', id: 0, index, ...startOf(step, dictionary) } satisfies Event;
      await lab.faults(signal);
      const result = await performStep(step, stepEnvironment, signal);
      const reason = await lab.faults(signal);
      yield { kind: 'step-end', id: 0, index, ...result, ...(reason && { result: 'error', reason }) } satisfies Event;
      if (!aside) typed.push(text);
    },
  });
};
