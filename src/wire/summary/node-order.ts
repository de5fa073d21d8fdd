import type { JourneySummary } from './journey-summary.ts';
import { nodeOf, peerOf } from '../journeys/sighting.ts';

/** The nodes that packets passed, in the order of the path: who sent the first packet stands at the left. */
export const nodeOrder = (all: readonly JourneySummary[]): readonly string[] => {
  const ways = all.map(meantFor);
  const [opening = []] = ways;
  const found: string[] = [...opening];
  for (const way of ways.toSorted((a, b) => b.length - a.length)) enter(found, oriented(way, found));
  return found;
};

/** The nodes of a passage in the order in which they saw it. */
export const nodesOf = ({ stops }: JourneySummary): readonly string[] => [
  ...new Set(stops.map(({ place }) => nodeOf(place))),
];

/** With the neighbour that it left for and did not reach. */
const meantFor = (passage: JourneySummary): readonly string[] => {
  const { place, direction } = passage.stops.at(-1)!;
  const peer = direction === 'out' ? peerOf(place) : undefined;
  return [...new Set([...nodesOf(passage), ...(peer === undefined ? [] : [peer])])];
};

/** Those that are known tell which way round the others stand. */
const oriented = (way: readonly string[], known: readonly string[]): readonly string[] => {
  const [first, second] = way.map((node) => known.indexOf(node)).filter((index) => index >= 0);
  if (first !== undefined && second !== undefined) return second < first ? way.toReversed() : way;
  return way.at(-1) === known[0] ? way.toReversed() : way;
};

/** Strangers stand behind the node that they were seen after, or before the one that they were seen before. */
const enter = (found: string[], way: readonly string[]): void =>
  way.forEach((node, index) => {
    if (found.includes(node)) return;
    const before = way.slice(0, index).findLast((other) => found.includes(other));
    const after = way.slice(index + 1).find((other) => found.includes(other));
    const at =
      before !== undefined ? found.indexOf(before) + 1 : after !== undefined ? found.indexOf(after) : found.length;
    found.splice(at, 0, node);
  });
