import type { PredictedEnd } from '../../words/lab/network.ts';
import type { LearnedMtu } from './path-mtu-memory.ts';

/** How packets may end, and what their sender may know of the path afterwards. */
export interface PossibleEnds {
  readonly ends: readonly PredictedEnd[];
  readonly learned: readonly LearnedMtu[];
  /** Why nothing is predicted. */
  readonly unknown?: string;
}

/** Joins what is possible on several ways; one of which nothing is predicted leaves nothing of the others. */
export const joinEnds = (all: readonly PossibleEnds[]): PossibleEnds => {
  const unknown = all.find((each) => each.unknown !== undefined)?.unknown;
  return {
    ends: all.flatMap(({ ends }) => ends),
    learned: all.flatMap(({ learned }) => learned),
    ...(unknown !== undefined && { unknown }),
  };
};

/** Nothing is predicted, for a reason, and the sender knows what it knew. */
export const nothingPredicted = (why: string, { learned }: { readonly learned: LearnedMtu }): PossibleEnds => ({
  ...{ ends: [], learned: [learned], unknown: why },
});
