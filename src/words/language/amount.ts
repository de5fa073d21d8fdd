import type { Amount, Bytes, Duration } from './shape.ts';

/** Converts `1000`, `200kB` (decimal, 200,000) or `1MB` to bytes. */
export const inBytes = (bytes: Bytes): number => {
  if (typeof bytes === 'number') return bytes;
  const [, count, unit] = bytes.match(/^([0-9]+)(B|kB|MB)$/)!;
  return Number(count) * bytesPerUnit[unit!]!;
};

/** Converts `300ms`, `2s` or `1.5min` to milliseconds. */
export const inMs = (duration: Duration): number => {
  const [, count, unit] = duration.match(/^([0-9.]+)(ms|s|min)$/)!;
  return Number(count) * msPerUnit[unit!]!;
};

/** Whether an observed number meets an expected amount; only null meets `none`. A range includes its limits. */
export const matchesAmount = (expected: Amount, observed: number | null): boolean => {
  if (expected === 'none' || observed === null) return expected === 'none' && observed === null;
  if (typeof expected === 'number') return observed === expected;
  const [least, most] = expected.split('..').map(Number);
  if (most !== undefined) return observed >= least! && observed <= most;
  const [, relation, limit] = expected.match(/^(<=|>=|<|>) ?([0-9.]+)$/) ?? [];
  return relation ? relations[relation]!(observed, Number(limit)) : observed === Number(expected);
};

/** Whether an observed number is too large for an expected amount, so that a smaller one could meet it. */
export const exceedsAmount = (expected: Amount, observed: number | null): boolean => {
  if (expected === 'none' || observed === null || matchesAmount(expected, observed)) return false;
  if (typeof expected === 'number') return observed > expected;
  const [least, most] = expected.split('..').map(Number);
  if (most !== undefined) return observed > most;
  return expected.startsWith('<') || observed > least!;
};

const bytesPerUnit: Readonly<Record<string, number>> = { B: 1, kB: 1_000, MB: 1_000_000 };

const msPerUnit: Readonly<Record<string, number>> = { ms: 1, s: 1_000, min: 60_000 };

const relations: Readonly<Record<string, (observed: number, limit: number) => boolean>> = {
  '<=': (observed, limit) => observed <= limit,
  '>=': (observed, limit) => observed >= limit,
  '<': (observed, limit) => observed < limit,
  '>': (observed, limit) => observed > limit,
};
