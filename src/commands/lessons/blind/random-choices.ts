/** Choices that a seed determines, the same on every machine. */
export interface Choices {
  pick<T>(values: readonly T[]): T;
  shuffled<T>(values: readonly T[]): readonly T[];
}

/** Choices by mulberry32, a generator of 32 bits: a class gets the same case for the same seed. */
export const choicesOf = (seed: number): Choices => {
  let state = Math.imul(seed, 0x9e3779b1) >>> 0; // neighbouring seeds begin far apart
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const index = (length: number): number => Math.floor(next() * length);
  const shuffled = <T>(values: readonly T[]): readonly T[] => {
    const rest = [...values];
    return values.map(() => rest.splice(index(rest.length), 1)[0]!);
  };
  return { pick: (values) => values[index(values.length)]!, shuffled };
};
