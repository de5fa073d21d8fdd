import { formatAnswer } from './format-hops.ts';
import type { TracedHop } from '../lab/trace.ts';
import type { Fact } from './fact.ts';

/** The nodes on a path, in their order, with the largest packet that each answered. */
export const hops: Fact<readonly TracedHop[]> = {
  format: (found) => found.map(formatHop),
  figures: (found) => [{ name: 'hops', value: found.map(formatHop).join('; ') }],
};

const formatHop = (hop: TracedHop): string =>
  hop.node === undefined ? formatAnswer(hop) : `${hop.node}: ${formatAnswer(hop)}`;
