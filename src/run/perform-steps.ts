import type { Event } from '../events/events.ts';
import type { RunEnvironment, RunLab } from './environment.ts';
import { performStep } from './perform-step.ts';
import { startOf } from './wait-of-step.ts';
import type { Scenario } from '../scenario/model/scenario.ts';

/**
 * Performs the steps of a scenario in its running lab, in order, and yields the events of each; steps of a `together`
 * run concurrently.
 */
export async function* performSteps(
  { scenario, id, lab }: ScenarioRun,
  environment: RunEnvironment,
  signal: AbortSignal,
): AsyncGenerator<Event> {
  const { dictionary, watches = [], timeScale = 1, probeBehaviours } = environment;
  const stepEnvironment = { lab, dictionary, watches, timeScale, probeBehaviours, families: scenario.families };
  let index = 0;
  for (const step of scenario.steps) {
    const concurrent = step.together.length > 0 ? step.together : [step];
    const first = index;
    for (const each of concurrent) yield { kind: 'step', id, index: index++, ...startOf(each, dictionary) };
    await lab.faults?.(signal);
    const results = await Promise.all(concurrent.map((step) => performStep(step, stepEnvironment, signal)));
    const reason = environment.kernelWarning() ?? (await lab.faults?.(signal));
    for (const [offset, result] of results.entries())
      yield { kind: 'step-end', id, index: first + offset, ...result, ...(reason && { result: 'error', reason }) };
  }
}

export interface ScenarioRun {
  readonly scenario: Scenario;
  /** Number of the scenario in its run. */
  readonly id: number;
  readonly lab: RunLab;
}
