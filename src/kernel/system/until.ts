import { setTimeout } from 'node:timers/promises';
import { MachineError } from './machine-error.ts';

/**
 * Waits for a condition and gives its first truthy value; the project's only timer.
 * Rejects with a MachineError that names what was awaited when `withinMs` is over, and with the signal's reason when it aborts.
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
    if (performance.now() >= deadline) throw new MachineError({ what: `waited ${withinMs} ms in vain for ${what}` });
    await setTimeout(everyMs, undefined, signal && { signal });
  }
};

/** Milliseconds between two looks, and milliseconds after which waiting is given up. */
export interface Polling {
  readonly everyMs?: number;
  readonly withinMs: number;
}
