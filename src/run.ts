import type { Artifacts, Watched } from './artifacts.ts';
import { fromAll } from './from-all.ts';
import type { Event, Result, Summary } from './events.ts';
import type { Machine } from './events.ts';
import type { Plan } from './plan/plan.ts';
import { perform } from './perform.ts';
import type { AskedWatch, Inheritance } from './perform.ts';
import type { Scenario } from './scenario/scenario.ts';
import type { Dictionary } from './words/dictionary.ts';
import type { Lab } from './words/lab.ts';
import type { Capability } from './words/word.ts';

/** What a run needs of the machine room; a test gives a fake in its place. */
export interface Ground {
  readonly machine: Machine;
  readonly dictionary: Dictionary;
  /** Labs that may stand at the same time. */
  readonly jobs: number;
  /** A sentence for each capability that is missing. */
  missing(needs: readonly Capability[], signal: AbortSignal): Promise<readonly string[]>;
  standUp(plan: Plan, signal: AbortSignal): Promise<StandingLab>;
  /** Watches that the run asks for in every step that they can watch. */
  readonly watches?: readonly AskedWatch[];
  /** For slow machines: steps may take so many times as long. */
  readonly timeScale?: number;
  /** Text of a kernel warning since the last question; undefined when there was none. */
  warning(): string | undefined;
  /** Opens what is to be kept of a scenario; absent when nothing is. */
  artifacts?(plan: Plan): Artifacts;
}

export type StandingLab = Lab & Inheritance & AsyncDisposable;

/** The way of every scenario: plan → build → perform → judge → gone, told as events. Scenarios run side by side. */
export async function* run(plans: readonly Plan[], ground: Ground, signal: AbortSignal): AsyncGenerator<Event> {
  yield { kind: 'run', machine: ground.machine, scenarios: plans.length };
  const results: Result[] = [];
  for await (const event of fromAll(
    plans.map((plan, id) => () => kept(plan, id, ground, signal)),
    ground.jobs,
  )) {
    if (event.kind === 'scenario-end') results.push(event.result);
    yield event;
  }
  yield { kind: 'end', summary: sum(results) };
}

async function* kept(plan: Plan, id: number, ground: Ground, signal: AbortSignal): AsyncGenerator<Event> {
  const artifacts = ground.artifacts?.(plan);
  for await (const event of runOne({ plan, id, artifacts }, ground, signal)) {
    artifacts?.event(event);
    yield event;
  }
}

interface One {
  readonly plan: Plan;
  readonly id: number;
  readonly artifacts: Artifacts | undefined;
}

async function* runOne({ plan, id, artifacts }: One, ground: Ground, signal: AbortSignal): AsyncGenerator<Event> {
  const began = performance.now();
  const { file, title } = named(plan.scenario);
  const end = (result: Result, reason?: string): Event => {
    const ms = Math.round(performance.now() - began);
    return { kind: 'scenario-end', id, file, title, result, ms, ...(reason && { reason }) };
  };
  yield { kind: 'scenario', id, file, title };
  try {
    const missing = await ground.missing(plan.needs, signal);
    if (missing.length > 0) return yield end('skip', missing.join('; '));
    await using built = await ground.standUp(plan, signal);
    const { lab, end: stop }: Watched<StandingLab> = (await artifacts?.watch(built, signal)) ?? {
      lab: built,
      end: none,
    };
    let worst: Result = 'pass';
    for await (const event of stepsOf(plan.scenario, id, lab, ground, signal)) {
      if (event.kind === 'step-end') worst = worse(worst, event.result);
      yield event;
    }
    for (const text of await stop()) yield { kind: 'note', id, text };
    yield end(worst);
  } catch (error) {
    yield end('error', error instanceof Error ? error.message : String(error));
  }
}

const none = async (): Promise<readonly string[]> => [];

/** Performs the steps of a scenario in a standing lab, one after the other, and tells each. */
export async function* stepsOf(
  scenario: Scenario,
  id: number,
  lab: StandingLab,
  ground: Ground,
  signal: AbortSignal,
): AsyncGenerator<Event> {
  const { dictionary, watches = [], timeScale = 1 } = ground;
  let index = 0;
  for (const step of scenario.steps) {
    const members = step.together.length > 0 ? step.together : [step];
    const first = index;
    for (const { name } of members) yield { kind: 'step', id, index: index++, name };
    const stage = { lab, dictionary, watches, timeScale, families: scenario.families };
    const done = await Promise.all(members.map((member) => perform(member, stage, signal)));
    const warning = ground.warning();
    for (const [offset, result] of done.entries())
      yield {
        kind: 'step-end',
        id,
        index: first + offset,
        ...result,
        ...(warning && { result: 'error', reason: warning }),
      };
  }
}

/** Fail outweighs everything but an error: a step that could not be judged says nothing about the rest. */
const worse = (a: Result, b: Result): Result => (rank[b] > rank[a] ? b : a);

const rank: Readonly<Record<Result, number>> = { pass: 0, skip: 1, fail: 2, error: 3 };

const named = (scenario: Scenario): { file: string; title: string } => ({
  file: scenario.file,
  title: scenario.case ? `${scenario.title} (${scenario.case})` : scenario.title,
});

const sum = (results: readonly Result[]): Summary => {
  const count = (result: Result): number => results.filter((one) => one === result).length;
  return { passed: count('pass'), failed: count('fail'), skipped: count('skip'), errors: count('error') };
};
