import type { Fact } from './fact.ts';
import { formatPairs } from './format-pairs.ts';
import { byKey } from './merge-by-key.ts';

/** Packet Too Big messages for the flows of the step, per node. */
export const ptb: Fact<Readonly<Record<string, PtbCounts>>> = {
  format: (nodes) =>
    Object.entries(nodes).map(
      ([node, { from, ...counts }]) => `${node}: ${formatPairs(counts)}${from ? `, from ${from.join(' and ')}` : ''}`,
    ),
  merge: byKey(),
};

type PtbCounts = {
  readonly made: number;
  readonly arrived: number;
  readonly passed: number;
  readonly left: number;
  readonly taken: number;
  /** The smallest MTU in them; absent when no message was counted. */
  readonly mtu?: number;
  /** The nodes whose addresses they come from, or the addresses of none; absent when no message was captured. */
  readonly from?: readonly string[];
};
