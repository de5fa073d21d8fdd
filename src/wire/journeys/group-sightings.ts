import { rewrittenFields } from './rewritten-fields.ts';
import { packetIdentity } from './packet-identity.ts';
import type { PacketPath, Stop } from './journey.ts';
import { hopLimit, sortByTime, mayFollow, nodeOf, type Sighting } from './sighting.ts';

/** Groups sightings by packet, in order of the first stops; a retransmission is a packet of its own. */
export const groupSightings = (sightings: readonly Sighting[]): readonly PacketPath[] => {
  const paths: OpenPath[] = [];
  const pathsByIdentity = new Map<string, OpenPath[]>();
  for (const sighting of sortByTime(sightings)) {
    const identity = packetIdentity(sighting.packet);
    const candidates = pathsByIdentity.get(identity) ?? [];
    const path = likeliestPath(candidates, sighting);
    if (path) {
      path.push({ ...sighting, changes: rewrittenFields(path.at(-1)!.packet, sighting.packet) });
      continue;
    }
    const newPath: OpenPath = [{ ...sighting, changes: [] }];
    paths.push(newPath);
    pathsByIdentity.set(identity, [...candidates.slice(-maxCandidates), newPath]);
  }
  return paths;
};

type OpenPath = [Stop, ...Stop[]];

/** How many identical packets may be under way at once; without a limit a flood of them takes quadratic time. */
const maxCandidates = 64;
/** Identical packets last seen within this time are assumed to keep their order; otherwise the older one is lost. */
const sameBurstNs = 10_000_000n;

/** Of identical packets, picks the one with the fewest rewritten fields, then the next in order. */
const likeliestPath = (candidates: readonly OpenPath[], sighting: Sighting): OpenPath | undefined => {
  const open = candidates.filter((path) => !path.some((stop) => isSameVisit(stop, sighting)));
  if (open.length < 2) return open[0];
  const costs = open.map((path) => cost(path.at(-1)!, sighting));
  const lowest = Math.min(...costs);
  return nextInOrder(open.filter((_, index) => costs[index] === lowest));
};

/** A packet enters and leaves a node once; only in a loop it comes again, with fewer hops left. */
const isSameVisit = (stop: Stop, { place, direction, packet }: Sighting): boolean =>
  stop.direction === direction &&
  (stop.place === place || (direction === 'out' && nodeOf(stop.place) === nodeOf(place))) &&
  hopLimit(stop.packet) <= hopLimit(packet);

/** A step between places that are not linked costs more than any rewriting. */
const cost = (stop: Stop, sighting: Sighting): number =>
  rewrittenFields(stop.packet, sighting.packet).length + (mayFollow(stop, sighting) ? 0 : 100);

const nextInOrder = (paths: readonly OpenPath[]): OpenPath | undefined => {
  const newest = paths.reduce((latest, path) => (path.at(-1)!.time > latest ? path.at(-1)!.time : latest), 0n);
  return paths.find((path) => newest - path.at(-1)!.time < sameBurstNs);
};
