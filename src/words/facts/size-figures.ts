import type { Figure } from './fact.ts';

/** Sizes in bytes by place or leg, to compare runs by; null is none. */
export const sizeFigures =
  (what: string) =>
  (sizes: Readonly<Record<string, number | null>>): readonly Figure[] =>
    Object.entries(sizes).map(([place, size]) =>
      size === null
        ? { name: `${what} ${place}`, value: 'none' }
        : { name: `${what} ${place}`, value: size, unit: 'bytes' },
    );
