import { countPtbs } from './flow-ptbs.ts';
import type { FlowPtb } from './flow-ptbs.ts';
import type { LinkEnd, SilentFlow } from './flow-reading.ts';

/** The node that passed on fewer than it received; after a loss on a link, the node nearest to the sender that counted them. */
export const ptbLossNode = (
  ptbs: readonly FlowPtb[],
  { linkEnds, flow }: Pick<SilentFlow, 'linkEnds' | 'flow'>,
): string => {
  const nodes = [...new Set(ptbs.map(({ node }) => node))];
  const lossNode = nodes.find(
    (node) => countPtbs(ptbs, node, 'made', 'arrived') > countPtbs(ptbs, node, 'left', 'taken'),
  );
  const hops = hopsFrom(flow.from, linkEnds);
  return lossNode ?? nodes.toSorted((a, b) => (hops.get(a) ?? Infinity) - (hops.get(b) ?? Infinity))[0]!;
};

/** Hops over the links from one node to every node. */
const hopsFrom = (from: string, linkEnds: readonly LinkEnd[]): ReadonlyMap<string, number> => {
  const hops = new Map([[from, 0]]);
  for (const [node, distance] of hops)
    for (const end of linkEnds) if (end.node === node && !hops.has(end.peer)) hops.set(end.peer, distance + 1);
  return hops;
};
