import type { Event } from '../events/events.ts';
import type { RunEnvironment, RunLab } from './environment.ts';
import { performStep } from './perform-step.ts';
import type { Scenario } from '../scenario/model/scenario.ts';

/** Performs the steps of a scenario in a standing lab, one after the other, those of `together` at the same time, and tells each. */
export async function* performSteps(
  { scenario, id, lab }: ScenarioRun,
  ground: RunEnvironment,
  signal: AbortSignal,
): AsyncGenerator<Event> {
  const { dictionary, watches = [], timeScale = 1 } = ground;
  const stage = { lab, dictionary, watches, timeScale, families: scenario.families };
  let index = 0;
  for (const step of scenario.steps) {
    const members = step.together.length > 0 ? step.together : [step];
    const first = index;
    for (const { name } of members) yield { kind: 'step', id, index: index++, name };
    const done = await Promise.all(members.map((member) => performStep(member, stage, signal)));
    const reason = ground.kernelWarning();
    for (const [offset, result] of done.entries())
      yield { kind: 'step-end', id, index: first + offset, ...result, ...(reason && { result: 'error', reason }) };
  }
}

export interface ScenarioRun {
  readonly scenario: Scenario;
  /** Number of the scenario in its run. */
  readonly id: number;
  readonly lab: RunLab;
}
