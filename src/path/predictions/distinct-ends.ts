import type { PredictedEnd } from '../../words/lab/network.ts';

/** Leaves the first of several ends that differ in their reasons only: many ways lead to it. */
export const distinctEnds = (ends: readonly PredictedEnd[]): readonly PredictedEnd[] =>
  ends.filter((end, index) => ends.findIndex((other) => isSame(end, other)) === index);

const isSame = (a: PredictedEnd, b: PredictedEnd): boolean =>
  a.outcome === b.outcome && a.cause === b.cause && a.place === b.place;
