import { until } from '../system/until.ts';

/** Resolves at the next beat, 20 ms from the first one who asks; one timer serves every flow of the process. */
export const nextTick = (): Promise<void> => (coming ??= beat());

/**
 * Milliseconds of this process in which somebody was looking: a beat that comes late counts as two at most. Deadlines are measured by it,
 * since a process that gets no processor neither sees nor serves the transfers that it judges.
 */
export const activeMs = (): number => attended;

const beat = async (): Promise<void> => {
  const began = performance.now();
  const due = began + beatMs - 1; // a timer may fire a millisecond before its time
  await until('the next beat', () => performance.now() >= due, { everyMs: beatMs, withinMs: Infinity });
  coming = undefined;
  attended += Math.min(performance.now() - began, 2 * beatMs);
};

let coming: Promise<void> | undefined;
let attended = 0;

const beatMs = 20;
