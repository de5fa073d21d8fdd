import type { Fact } from './fact.ts';
import { formatPairs } from './format-pairs.ts';
import { byKey } from './merge-by-key.ts';

/** Packet Too Big messages for the flows of the step, per node. */
export const ptb: Fact<Readonly<Record<string, PtbCounts>>> = {
  format: (nodes) => Object.entries(nodes).map(([node, counts]) => `${node}: ${formatPairs(counts)}`),
  merge: byKey(),
};

type PtbCounts = {
  readonly made: number;
  readonly arrived: number;
  readonly left: number;
  readonly taken: number;
  /** The smallest MTU in them; absent when no message was counted. */
  readonly mtu?: number;
};
