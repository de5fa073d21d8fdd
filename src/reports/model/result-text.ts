import type { Result, Summary } from '../../events/events.ts';

/** The sign that a report puts before each result. */
export const marks: Readonly<Record<Result, string>> = { pass: '✔', fail: '✖', skip: '↷', error: '!' };

/** The word of each result. */
export const resultNames: Readonly<Record<Result, string>> = {
  pass: 'passed',
  fail: 'failed',
  skip: 'skipped',
  error: 'error',
};

/** Formats the counts of a run: `1 passed, 0 failed, 2 skipped, 1 error`. */
export const summaryText = ({ passed, failed, skipped, errors }: Summary): string =>
  `${passed} passed, ${failed} failed, ${skipped} skipped, ${countText(errors, 'error')}`;

/** Formats a number of things: `1 step`, `2 steps`. */
export const countText = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

/** Formats how long something took, in ms below a second. */
export const formatTime = (ms: number): string => (ms < 1000 ? `${ms} ms` : `${(ms / 1000).toFixed(1)} s`);
