import { until } from '../system/until.ts';

/** Resolves at the next tick, 20 ms after the first caller; one timer serves every flow of the process. */
export const nextTick = (): Promise<void> => (pendingTick ??= tick());

/**
 * Returns the milliseconds in which this process was able to sample: a late tick counts as two ticks at most. Deadlines use
 * this clock, since a process that gets no CPU time neither observes nor serves the transfers that it judges.
 */
export const activeMs = (): number => active;

const tick = async (): Promise<void> => {
  const started = performance.now();
  const due = started + tickMs - 1; // a timer may fire a millisecond early
  await until('the next tick', () => performance.now() >= due, { everyMs: tickMs, withinMs: Infinity });
  pendingTick = undefined;
  active += Math.min(performance.now() - started, 2 * tickMs);
};

let pendingTick: Promise<void> | undefined;
let active = 0;

const tickMs = 20;
