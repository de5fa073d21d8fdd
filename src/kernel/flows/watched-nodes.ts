import type { LinkEnd } from '../../evidence/stalls/flow-reading.ts';
import type { NodeView } from '../../words/lab/node-view.ts';
import type { TransferRequest } from '../../words/lab/transfer.ts';

/** Every end of every wire, with the interface at its other end. */
export const linkEndsOf = (nodes: ReadonlyMap<string, NodeView>): readonly LinkEnd[] =>
  [...nodes.values()].flatMap(({ name: node, interfaces }) =>
    interfaces.map(({ name, place, peer }) => ({
      ...{ node, interface: name, place, peer },
      peerInterface: nodes.get(peer)?.interfaces.find((far) => far.peer === node)?.name ?? '',
    })),
  );

/** All nodes of a lab of ordinary size; of a large one those on the shortest ways between the ends, and their neighbours. */
export const watchedNodes = (
  nodes: ReadonlyMap<string, NodeView>,
  { from, to }: TransferRequest,
): readonly string[] => {
  if (nodes.size <= 64) return [...nodes.keys()];
  const [near, far] = [hopsFrom(from, nodes), hopsFrom(to, nodes)];
  const detour = (node: string) => (near.get(node) ?? Infinity) + (far.get(node) ?? Infinity);
  return [...nodes.keys()].filter((node) => detour(node) <= detour(from) + 2);
};

const hopsFrom = (from: string, nodes: ReadonlyMap<string, NodeView>): ReadonlyMap<string, number> => {
  const hops = new Map([[from, 0]]);
  for (const [node, far] of hops)
    for (const { peer } of nodes.get(node)?.interfaces ?? []) if (!hops.has(peer)) hops.set(peer, far + 1);
  return hops;
};
