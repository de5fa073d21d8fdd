import type { Result, Summary } from '../events/events.ts';

/**
 * Returns the worst result of a scenario's steps. An error outweighs a failure: a step that could not be judged proves
 * nothing about the rest. A scenario is skipped only if all of its steps are.
 */
export const worstResult = ([first = 'pass', ...others]: readonly Result[]): Result =>
  others.reduce((worst, result) => (severity[result] > severity[worst] ? result : worst), first);

/** Counts the scenarios of a run by their results. */
export const summarize = (results: readonly Result[]): Summary => {
  const count = (wanted: Result): number => results.filter((result) => result === wanted).length;
  return { passed: count('pass'), failed: count('fail'), skipped: count('skip'), errors: count('error') };
};

const severity: Readonly<Record<Result, number>> = { skip: 0, pass: 1, fail: 2, error: 3 };
