import type { BridgedSegments } from '../../scenario/topology/bridged-segments.ts';
import { neighboursOf } from '../../words/lab/node-view.ts';
import type { Neighbour, NodeView } from '../../words/lab/node-view.ts';
import type { GraphNode } from './shortest-paths.ts';

/** One hop to the next node with addresses: over a link, or through bridges, which no route knows. */
export interface NextHop extends Neighbour {
  readonly interface: string;
}

/** All next hops of a node, in the order of its interfaces. */
export const nextHopsOf = ({ bridges, interfaces }: NodeView): readonly NextHop[] =>
  bridges ? [] : interfaces.flatMap((one) => neighboursOf(one).map((to) => ({ ...to, interface: one.name })));

/**
 * The nodes as the search for ways sees them. The owner of a segment is a destination that every member reaches, so that others find
 * the addresses of the segment; the members themselves need no route to it, and for them it stands behind their edges.
 */
export const neighbourGraph = (
  nodes: readonly NodeView[],
  { segments }: BridgedSegments,
  numbers: ReadonlyMap<string, number>,
): readonly GraphNode[] => {
  const position = (name: string): number => numbers.get(name)! - 1;
  const all = nodes.map((node) => ({
    forwards: node.forwards,
    neighbours: nextHopsOf(node).map((edge) => position(edge.node)),
  }));
  for (const { owner, members } of segments())
    for (const { node } of members) {
      all[position(owner)]!.neighbours.push(position(node));
      all[position(node)]!.neighbours.push(position(owner));
    }
  return all;
};
