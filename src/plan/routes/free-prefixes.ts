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

/** The largest prefixes within `root` in which no number has a value, in their order. */
export const freePrefixes = (root: Prefix, table: Int32Array): readonly Prefix[] => {
  const end = root.number + (1 << (16 - root.bits));
  const prefixes: Prefix[] = [];
  const isFree = (number: number): boolean => number >= table.length || table[number] === anyValue;
  for (let number = root.number; number < end; number++) {
    if (!isFree(number)) continue;
    const first = number;
    while (number < end && isFree(number)) number = number < table.length ? number + 1 : end;
    addAligned(prefixes, first, number);
  }
  return prefixes;
};

/** Covers the numbers from `first` to before `end` by prefixes: each is as large as the bits of its first number allow. */
const addAligned = (prefixes: Prefix[], first: number, end: number): void => {
  for (let number = first; number < end;) {
    const alignedBits = number === 0 ? 16 : Math.log2(number & -number);
    const hostBits = Math.min(alignedBits, Math.floor(Math.log2(end - number)));
    prefixes.push({ number, bits: 16 - hostBits });
    number += 1 << hostBits;
  }
};
