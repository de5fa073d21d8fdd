import type { BridgedSegments } from '../../scenario/topology/bridged-segments.ts';
import { neighboursOf } from '../../words/lab/node-view.ts';
import type { Neighbour, NodeView } from '../../words/lab/node-view.ts';
import type { GraphNode } from './shortest-paths.ts';

/** A neighbour with addresses, reached over a link or through bridges, which routes do not show. */
export interface NextHop extends Neighbour {
  readonly interface: string;
}

/** All next hops of a node, in the order of its interfaces; a tunnel is none, since its own packets need a way around it. */
export const nextHopsOf = ({ bridges, interfaces }: NodeView): readonly NextHop[] =>
  bridges
    ? []
    : interfaces
        .filter(({ tunnel }) => !tunnel)
        .flatMap((view) => neighboursOf(view).map((neighbour) => ({ ...neighbour, interface: view.name })));

/**
 * The nodes as `shortestPaths` needs them. The owner of a segment is a neighbour of every member, so that other nodes find routes to the
 * segment's addresses. Members need no route to their own segment: its owner comes after their next hops in `neighbours`.
 */
export const neighbourGraph = (
  nodes: readonly NodeView[],
  { segments }: BridgedSegments,
  numbers: ReadonlyMap<string, number>,
): readonly GraphNode[] => {
  const position = (name: string): number => numbers.get(name)! - 1;
  const graph = nodes.map((node) => ({
    forwards: node.forwards,
    neighbours: nextHopsOf(node).map((hop) => position(hop.node)),
  }));
  for (const { owner, members } of segments())
    for (const { node } of members) {
      graph[position(owner)]!.neighbours.push(position(node));
      graph[position(node)]!.neighbours.push(position(owner));
    }
  return graph;
};
