import type { Dictionary } from '../../words/dictionary.ts';
import type { Problem } from '../problems/problem.ts';
import type { ScenarioLink } from '../model/scenario.ts';
import { bridgedSegments } from '../topology/bridged-segments.ts';
import type { Topology } from '../topology/topology.ts';
import { DisjointSet } from './disjoint-set.ts';

/** Finds links that close a bridge loop or join a node to a segment twice: bridges of a lab run no spanning tree. */
export const checkSwitchLoops = ({ nodes, links }: Pick<Topology, 'nodes' | 'links'>, { nodes: kinds }: Dictionary) => {
  const bridgesByName = new Map(nodes.map(({ name, kind }) => [name, kinds[kind]?.bridges === true]));
  const names = [...bridgesByName.keys()];
  const isBridge = (name: string): boolean => bridgesByName.get(name) === true;
  const { hasBridge } = bridgedSegments(names, links, isBridge);
  const bridged = links.filter(
    ({ between }, index) => hasBridge(...between) && !isRepeated(links[index]!, links.slice(0, index)),
  );
  const segments = new DisjointSet();
  for (const { between } of bridged) if (between.every(isBridge)) segments.join(between[0], between[1]);
  const connected = new DisjointSet();
  const vertex = (end: string, peer: string): string => (isBridge(end) ? end : `${end} on ${segments.root(peer)}`);
  return bridged.flatMap(({ between: [a, b], at }): readonly Problem[] => {
    if (connected.join(vertex(a, b), vertex(b, a))) return [];
    const what = `this link closes a loop through ${isBridge(a) ? a : b}, in which frames would circulate forever`;
    const right = 'keep one path between any two nodes of a segment: switches of a lab do not run spanning tree';
    return [{ at, part: 'value', what, right }];
  });
};

/** A second link between two nodes that has no name is a problem of its own, reported elsewhere. */
const isRepeated = ({ between: [a, b], name }: ScenarioLink, earlier: readonly ScenarioLink[]): boolean =>
  a === b || (name === undefined && earlier.some(({ between }) => between.includes(a) && between.includes(b)));
