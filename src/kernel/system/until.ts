import { setTimeout } from 'node:timers/promises';
import { MachineError } from './machine-error.ts';

/**
 * Polls a condition and resolves with its first truthy value; the project's only timer.
 * Rejects with a MachineError that names `what` after `withinMs`, and when the signal aborts: with its reason, or in the middle of a
 * pause with an AbortError whose cause is the reason.
 */
export const until = async <T>(
  what: string,
  condition: () => T | Promise<T>,
  { everyMs = 5, withinMs }: Polling,
  signal?: AbortSignal,
): Promise<NonNullable<T>> => {
  const deadline = performance.now() + withinMs;
  for (;;) {
    signal?.throwIfAborted();
    const value = await condition();
    if (value) return value;
    if (performance.now() >= deadline)
      throw new MachineError({ what: `timed out after ${withinMs} ms waiting for ${what}` });
    await setTimeout(everyMs, undefined, signal && { signal });
  }
};

/** Resolves after a time that a scenario asks for, such as the delay of an answer; rejects when the signal aborts. */
export const elapsed = async (ms: number, signal: AbortSignal): Promise<void> => setTimeout(ms, undefined, { signal });

/** Milliseconds between two checks of the condition, and milliseconds until the wait times out. */
export interface Polling {
  readonly everyMs?: number;
  readonly withinMs: number;
}
