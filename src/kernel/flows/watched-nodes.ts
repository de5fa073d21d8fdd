import type { LinkEnd } from '../../evidence/stalls/flow-reading.ts';
import { holderNames, serviceAt } from '../../words/lab/destination.ts';
import type { NodeView } from '../../words/lab/node-view.ts';
import { otherEnd } from '../../words/lab/node-view.ts';

/** Returns both ends of every link, each with the interface at the other end. */
export const linkEndsOf = (nodes: ReadonlyMap<string, NodeView>): readonly LinkEnd[] =>
  [...nodes.values()].flatMap(({ name: node, interfaces, bridges }) =>
    interfaces.map((view) => ({
      ...{ node, interface: view.name, place: view.place, peer: view.peer },
      peerInterface: otherEnd(nodes, node, view)?.name ?? '',
      ...(bridges && { isBridge: bridges }),
      ...(view.tunnel && { isTunnel: view.tunnel }),
    })),
  );

/**
 * Returns the nodes whose counters explain a flow: all nodes of a lab of up to 64 nodes; in a larger one those on the
 * shortest paths between the two ends, and their neighbours; of a shared address, those towards every holder.
 */
export const watchedNodes = (nodes: ReadonlyMap<string, NodeView>, { from, to }: FlowEndNodes): readonly string[] => {
  if (nodes.size <= 64) return [...nodes.keys()];
  const hopsToClient = hopsFrom(from, nodes);
  const ends = new Set([...holderNames(nodes, to), ...(serviceAt(nodes, to, 'http')?.servers ?? [])]);
  const isNear = [...ends].map((server) => {
    const hopsToServer = hopsFrom(server, nodes);
    const pathLength = (node: string) => (hopsToClient.get(node) ?? Infinity) + (hopsToServer.get(node) ?? Infinity);
    return (node: string) => pathLength(node) <= pathLength(from) + 2;
  });
  return [...nodes.keys()].filter((node) => isNear.some((isNearPath) => isNearPath(node)));
};

/** The nodes of both ends of a flow. */
type FlowEndNodes = Readonly<Record<'from' | 'to', string>>;

const hopsFrom = (from: string, nodes: ReadonlyMap<string, NodeView>): ReadonlyMap<string, number> => {
  const hops = new Map([[from, 0]]);
  for (const [node, distance] of hops)
    for (const { peer } of nodes.get(node)?.interfaces ?? []) if (!hops.has(peer)) hops.set(peer, distance + 1);
  return hops;
};
