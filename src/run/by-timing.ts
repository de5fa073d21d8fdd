import type { MachineDescription } from '../kernel/machine/describe-machine.ts';
import type { Plan } from '../plan/model/plan.ts';

/**
 * Divides scenarios, by their ids, into those that run concurrently, and those that run alone after them: where mtulab itself delays frames,
 * thirty labs at once make it late (10 ms on 2 processors, measured).
 */
export const byTiming = (
  ids: readonly number[],
  plans: readonly Pick<Plan, 'commands'>[],
  { heldFrames }: Pick<MachineDescription, 'heldFrames'>,
): { readonly concurrent: readonly number[]; readonly alone: readonly number[] } => {
  const isAlone = (id: number): boolean =>
    heldFrames === 'mtulab' && plans[id]!.commands.some((command) => 'netem' in command);
  return { concurrent: ids.filter((id) => !isAlone(id)), alone: ids.filter(isAlone) };
};
