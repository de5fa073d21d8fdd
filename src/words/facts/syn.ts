import type { Fact } from './fact.ts';
import { formatPairs } from './format-pairs.ts';
import { byKey } from './merge-by-key.ts';
import { sizeFigures } from './size-figures.ts';

/** The MSS option in bytes of the SYN at each `NODE:to-PEER` where it was seen, as it left or entered that interface. */
export const syn: Fact<Readonly<Record<string, number>>> = {
  format: (mss) => [formatPairs(mss)],
  merge: byKey(),
  figures: sizeFigures('MSS of the SYN at'),
};
