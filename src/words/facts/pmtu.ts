import type { Fact } from './fact.ts';
import { formatPairs } from './format-pairs.ts';
import { sizeFigures } from './size-figures.ts';

/** Learned path MTU in bytes per leg (by its router), or under `path` if there is only one leg; null if none was learned. */
export const pmtu: Fact<Readonly<Record<string, number | null>>> = {
  format: (learned) => [formatPairs(learned)],
  figures: sizeFigures('path MTU of'),
};
