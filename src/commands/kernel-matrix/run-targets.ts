import pLimit from 'p-limit';
import type { Target } from './read-targets.ts';
import type { TargetRun } from './run-target.ts';
import { targetKinds } from './target-kinds.ts';

/**
 * Runs all targets, and returns their runs in the order of the targets. Those of this kernel come first, one after the other, so that
 * nothing delays their times; then guests, of which each has one processor, as many side by side as there are processors.
 */
export const runTargets = async (
  targets: readonly Target[],
  processors: number,
  runOne: (target: Target) => Promise<TargetRun>,
): Promise<readonly TargetRun[]> => {
  const runs = new Map<Target, TargetRun>();
  const perform = async (target: Target): Promise<void> => void runs.set(target, await runOne(target));
  for (const target of targets.filter((each) => !isGuest(each))) await perform(target);
  const limit = pLimit(processors);
  await Promise.all(targets.filter(isGuest).map((target) => limit(() => perform(target))));
  return targets.map((target) => runs.get(target)!);
};

const isGuest = ({ kind }: Target): boolean => targetKinds[kind].isGuest;
