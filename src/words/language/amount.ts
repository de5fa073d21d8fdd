import type { Amount, Bytes, Duration } from './shape.ts';

/** Bytes of `1000`, `200kB` (decimal, 200,000) or `1MB`, for anything that counts. */
export const inBytes = (bytes: Bytes): number => {
  if (typeof bytes === 'number') return bytes;
  const [, count, unit] = bytes.match(/^([0-9]+)(B|kB|MB)$/)!;
  return Number(count) * factors[unit!]!;
};

/** Milliseconds of `300ms`, `2s` or `1.5min`, for anything that waits. */
export const inMs = (duration: Duration): number => {
  const [, count, unit] = duration.match(/^([0-9.]+)(ms|s|min)$/)!;
  return Number(count) * milliseconds[unit!]!;
};

/** Whether an observed number is what a scenario wants of it; null is what `none` wants. Limits of a range belong to it. */
export const matchesAmount = (wanted: Amount, seen: number | null): boolean => {
  if (wanted === 'none' || seen === null) return wanted === 'none' && seen === null;
  if (typeof wanted === 'number') return seen === wanted;
  const [least, most] = wanted.split('..').map(Number);
  if (most !== undefined) return seen >= least! && seen <= most;
  const [, relation, limit] = wanted.match(/^(<=|>=|<|>) ?([0-9.]+)$/) ?? [];
  return relation ? relations[relation]!(seen, Number(limit)) : seen === Number(wanted);
};

const factors: Readonly<Record<string, number>> = { B: 1, kB: 1_000, MB: 1_000_000 };

const milliseconds: Readonly<Record<string, number>> = { ms: 1, s: 1_000, min: 60_000 };

const relations: Readonly<Record<string, (seen: number, limit: number) => boolean>> = {
  '<=': (seen, limit) => seen <= limit,
  '>=': (seen, limit) => seen >= limit,
  '<': (seen, limit) => seen < limit,
  '>': (seen, limit) => seen > limit,
};
