import type { Plan } from '../plan/model/plan.ts';
import type { Step } from '../scenario/model/scenario.ts';
import type { RunEnvironment } from './environment.ts';

/**
 * Divides scenarios, by their ids, into those that run concurrently, and those that run alone after them: those that measure short times, and
 * those whose frames mtulab itself delays, which thirty labs at once make late (10 ms on 2 processors, measured).
 */
export const byTiming = (
  ids: readonly number[],
  plans: readonly Pick<Plan, 'commands' | 'scenario'>[],
  { machine: { heldFrames }, dictionary }: TimingEnvironment,
): { readonly concurrent: readonly number[]; readonly alone: readonly number[] } => {
  const isAlone = (id: number): boolean => {
    const { commands, scenario } = plans[id]!;
    const holdsFrames = heldFrames === 'mtulab' && commands.some((command) => 'netem' in command);
    return holdsFrames || measuresShortTimes(scenario.steps, dictionary);
  };
  return { concurrent: ids.filter((id) => !isAlone(id)), alone: ids.filter(isAlone) };
};

/** Whether a step times programs, to some 50 ms. */
export const measuresShortTimes = (steps: readonly Step[], dictionary: RunEnvironment['dictionary']): boolean =>
  steps.some(
    ({ action, together }) =>
      (action !== undefined && dictionary.actions[action.word]!.runsAlone === true) ||
      measuresShortTimes(together, dictionary),
  );

interface TimingEnvironment extends Pick<RunEnvironment, 'dictionary'> {
  readonly machine: Pick<RunEnvironment['machine'], 'heldFrames'>;
}
