import type { Family } from '../../evidence/family.ts';
import type { BridgedSegments } from '../../scenario/topology/bridged-segments.ts';
import { neighboursOf } from '../../words/lab/node-view.ts';
import type { Neighbour, NodeView } from '../../words/lab/node-view.ts';
import type { GraphNode } from './shortest-paths.ts';

/** A neighbour with addresses, reached over a link or through bridges, which routes do not show. */
export interface NextHop extends Neighbour {
  readonly interface: string;
}

/** The next hops of a node in one family, in the order of its interfaces; a tunnel is none, since its own packets need a way around it. */
export const nextHopsOf = ({ bridges, interfaces }: NodeView, family: Family): readonly NextHop[] =>
  bridges
    ? []
    : interfaces
        .filter(({ tunnel, address }) => !tunnel && address[family] !== '')
        .flatMap((view) =>
          neighboursOf(view)
            .filter(({ address }) => address[family] !== '')
            .map((neighbour) => ({ ...neighbour, interface: view.name })),
        );

/**
 * The nodes as `shortestPaths` needs them for one family. The owner of a segment is a neighbour of every member, so that other nodes find routes to the
 * segment's addresses, and so is a translator of each node to which it gives an address of its own in this family. Members need no route to their own segment: its owner comes after their next hops in `neighbours`.
 */
export const neighbourGraph = (
  nodes: readonly NodeView[],
  { segments }: BridgedSegments,
  numbers: ReadonlyMap<string, number>,
  family: Family,
): readonly GraphNode[] => {
  const position = (name: string): number => numbers.get(name)! - 1;
  const graph = nodes.map((node) => ({
    forwards: node.forwards && node.families.includes(family),
    neighbours: nextHopsOf(node, family).map((hop) => position(hop.node)),
  }));
  for (const { name, leadsTo } of nodes)
    if (leadsTo !== undefined && family === 'ipv4') graph[position(leadsTo)]!.neighbours.push(position(name));
  for (const { name, translated } of nodes) {
    if (!translated?.isMapped || translated.family !== family) continue;
    graph[position(translated.by)]!.neighbours.push(position(name));
    graph[position(name)]!.neighbours.push(position(translated.by));
  }
  for (const { owner, members } of segments())
    for (const { node, peer } of members) {
      if (!hasAddressTowards(nodes[position(node)]!, peer, family)) continue;
      graph[position(owner)]!.neighbours.push(position(node));
      graph[position(node)]!.neighbours.push(position(owner));
    }
  return graph;
};

const hasAddressTowards = ({ interfaces }: NodeView, peer: string, family: Family): boolean =>
  interfaces.some((view) => view.peer === peer && view.address[family] !== '');
