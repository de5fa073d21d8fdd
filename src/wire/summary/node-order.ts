import type { StopSummary } from './journey-summary.ts';
import { nodeOf, peerOf } from '../journeys/sighting.ts';

/** The nodes that packets passed, in path order; the sender of the first packet is leftmost. */
export const nodeOrder = (packets: Iterable<PacketStops>): readonly string[] => {
  const paths = differentPaths(packets);
  const [firstPath = []] = paths;
  const order: string[] = [...firstPath];
  for (const path of paths.toSorted((a, b) => b.length - a.length)) insertPath(order, orient(path, order));
  return order;
};

/** The nodes of a journey, in the order in which they saw the packet. */
export const nodesOf = ({ stops }: PacketStops): readonly string[] => [
  ...new Set(stops.map(({ place }) => nodeOf(place))),
];

interface PacketStops {
  readonly stops: readonly Pick<StopSummary, 'place' | 'direction'>[];
}

/** The paths of packets that were seen at different places: many packets have few paths. */
const differentPaths = (packets: Iterable<PacketStops>): readonly (readonly string[])[] => {
  const paths = new Map<string, readonly string[]>();
  for (const packet of packets) {
    let key = '';
    for (const { place, direction } of packet.stops) key += `${place} ${direction} `;
    if (!paths.has(key)) paths.set(key, intendedPath(packet));
  }
  return [...paths.values()];
};

/** The nodes that saw the packet, and the neighbour that it left for but did not reach. */
const intendedPath = (packet: PacketStops): readonly string[] => {
  const { place, direction } = packet.stops.at(-1)!;
  const peer = direction === 'out' ? peerOf(place) : undefined;
  return [...new Set([...nodesOf(packet), ...(peer === undefined ? [] : [peer])])];
};

/** Reverses a path if it runs against the known order. */
const orient = (path: readonly string[], order: readonly string[]): readonly string[] => {
  const [first, second] = path.map((node) => order.indexOf(node)).filter((index) => index >= 0);
  if (first !== undefined && second !== undefined) return second < first ? path.toReversed() : path;
  return path.at(-1) === order[0] ? path.toReversed() : path;
};

/** Inserts each new node after the known node that precedes it on the path, or before the one that follows it. */
const insertPath = (order: string[], path: readonly string[]): void =>
  path.forEach((node, index) => {
    if (order.includes(node)) return;
    const previous = path.slice(0, index).findLast((other) => order.includes(other));
    const next = path.slice(index + 1).find((other) => order.includes(other));
    const at =
      previous !== undefined ? order.indexOf(previous) + 1 : next !== undefined ? order.indexOf(next) : order.length;
    order.splice(at, 0, node);
  });
