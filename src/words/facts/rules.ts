import type { Fact } from './fact.ts';
import { byKey } from './merge-by-key.ts';

/** Packets that the rules of each trait counted during the step, per node. */
export const rules: Fact<Readonly<Record<string, Readonly<Record<string, RuleCounts>>>>> = {
  format: (nodes) => Object.values(nodes).flatMap((traits) => Object.values(traits).flatMap(({ texts }) => texts)),
  merge: byKey(),
};

export interface RuleCounts {
  readonly packets: number;
  /** A sentence for each rule, with its position and its count. */
  readonly texts: readonly string[];
}
