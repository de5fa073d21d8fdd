import type { Plan } from '../plan/model/plan.ts';
import type { Step } from '../scenario/model/scenario.ts';
import type { Dictionary } from '../words/dictionary.ts';

/**
 * Returns the ids of the plans in the order in which to start them. Of the first `jobs`, which run concurrently from
 * the start, those that wait for the most stalls come first: labs are built a few at a time, and a stall takes seconds
 * whenever it begins.
 */
export const startOrder = (plans: readonly Plan[], dictionary: Dictionary, jobs: number): readonly number[] => {
  const stalls = plans.map(({ scenario }) => scenario.steps.filter((step) => awaitsStall(step, dictionary)).length);
  const ids = [...plans.keys()];
  return [...ids.slice(0, jobs).sort((a, b) => stalls[b]! - stalls[a]!), ...ids.slice(jobs)];
};

const awaitsStall = ({ expect, together }: Step, dictionary: Dictionary): boolean =>
  expect.some(({ word, wanted }) => dictionary.expectations[word]!.settles(wanted) === 'evidence') ||
  together.some((step) => awaitsStall(step, dictionary));
