import { rewrittenFields } from './rewritten-fields.ts';
import { packetIdentity } from './packet-identity.ts';
import type { Stop } from './journey.ts';
import { hopLimit, sortByTime, mayFollow, nodeOf, type Sighting } from './sighting.ts';

/** The stops of each packet that was sent, a retransmission apart from its original; in the order of their first stops. */
export const groupSightings = (sightings: readonly Sighting[]): readonly (readonly [Stop, ...Stop[]])[] => {
  const ways: Way[] = [];
  const known = new Map<string, Way[]>();
  for (const sighting of sortByTime(sightings)) {
    const key = packetIdentity(sighting.packet);
    const same = known.get(key) ?? [];
    const way = likeliest(same, sighting);
    if (way) {
      way.push({ ...sighting, changes: rewrittenFields(way.at(-1)!.packet, sighting.packet) });
      continue;
    }
    const begun: Way = [{ ...sighting, changes: [] }];
    ways.push(begun);
    known.set(key, [...same.slice(-mostAtOnce), begun]);
  }
  return ways;
};

type Way = [Stop, ...Stop[]];

/** So many packets that look the same may be under way at once; without a bound a flood of equals costs its square. */
const mostAtOnce = 64;
/** Equals that were last seen so shortly after each other are taken to keep their order; otherwise the older one is dead. */
const shortlyNs = 10_000_000n;

/** Of equal packets the one that would have changed least, then the one in turn. */
const likeliest = (ways: readonly Way[], sighting: Sighting): Way | undefined => {
  const open = ways.filter((way) => !way.some((stop) => isSameVisit(stop, sighting)));
  if (open.length < 2) return open[0];
  const costs = open.map((way) => cost(way.at(-1)!, sighting));
  const least = Math.min(...costs);
  return inTurn(open.filter((_, index) => costs[index] === least));
};

/** A packet enters and leaves a node once, unless it loops: then it has fewer hops left than the last time. */
const isSameVisit = (stop: Stop, { place, direction, packet }: Sighting): boolean =>
  stop.direction === direction &&
  (stop.place === place || (direction === 'out' && nodeOf(stop.place) === nodeOf(place))) &&
  hopLimit(stop.packet) <= hopLimit(packet);

/** A way that the names of the places forbid costs more than any rewriting. */
const cost = (stop: Stop, sighting: Sighting): number =>
  rewrittenFields(stop.packet, sighting.packet).length + (mayFollow(stop, sighting) ? 0 : 100);

const inTurn = (ways: readonly Way[]): Way | undefined => {
  const newest = ways.reduce((latest, way) => (way.at(-1)!.time > latest ? way.at(-1)!.time : latest), 0n);
  return ways.find((way) => newest - way.at(-1)!.time < shortlyNs);
};
