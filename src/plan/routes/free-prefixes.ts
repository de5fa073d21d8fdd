import { anyValue } from './compress-prefixes.ts';

/** All 16-bit numbers that share their first `bits` with `number`. */
export interface Prefix {
  readonly number: number;
  readonly bits: number;
}

/** The fewest prefixes that contain the numbers below `count`: one per block of `minBits`, or the smallest single one. */
export const rootPrefixes = (count: number, minBits: number): readonly Prefix[] => {
  if (minBits === 0) return [{ number: 0, bits: 16 - Math.ceil(Math.log2(Math.max(count, 1))) }];
  const size = 1 << (16 - minBits);
  return Array.from({ length: Math.ceil(count / size) }, (_, index) => ({ number: index * size, bits: minBits }));
};

/** The largest prefixes within `root` in which no number has a value. */
export const freePrefixes = ({ number, bits }: Prefix, table: Int32Array): readonly Prefix[] => {
  const end = number + (1 << (16 - bits));
  if (number >= table.length || table.subarray(number, end).every((value) => value === anyValue))
    return [{ number, bits }];
  if (bits === 16) return [];
  const half = (number + end) / 2;
  return [...freePrefixes({ number, bits: bits + 1 }, table), ...freePrefixes({ number: half, bits: bits + 1 }, table)];
};
