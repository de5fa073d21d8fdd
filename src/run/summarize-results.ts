import type { Result, Summary } from '../events/events.ts';

/** Fail outweighs everything but an error: a step that could not be judged says nothing about the rest. */
export const worstResult = (results: readonly Result[]): Result =>
  results.reduce((one, other) => (rank[other] > rank[one] ? other : one), 'pass');

/** How many scenarios ended in which way. */
export const summarize = (results: readonly Result[]): Summary => {
  const count = (result: Result): number => results.filter((one) => one === result).length;
  return { passed: count('pass'), failed: count('fail'), skipped: count('skip'), errors: count('error') };
};

const rank: Readonly<Record<Result, number>> = { pass: 0, skip: 1, fail: 2, error: 3 };
