import type { Layers } from '../layers/decoded-packet.ts';
import { rewrittenFields } from './rewritten-fields.ts';
import { packetIdentity } from './packet-identity.ts';
import type { PacketPath, Stop } from './journey.ts';
import { addPath, extendPath, pathsOpenTo, type IdenticalPackets, type OpenPath } from './identical-packets.ts';
import { sortByTime, mayFollow, type Sighting } from './sighting.ts';

/** Groups sightings by packet, in order of the first stops; a retransmission is a packet of its own. */
export const groupSightings = (sightings: readonly Sighting[]): readonly PacketPath[] => {
  const paths: PacketPath[] = [];
  const packetsByIdentity = new Map<string, IdenticalPackets>();
  const identityOf = identityFinder();
  for (const sighting of sortByTime(sightings)) {
    const identity = identityOf(sighting.packet);
    const packets = packetsByIdentity.get(identity);
    const path = packets && likeliestPath(pathsOpenTo(packets, sighting), sighting);
    if (path) {
      extendPath(packets, path, stopAfter(path.stops.at(-1)!, sighting));
      paths[path.number] = path.stops;
      continue;
    }
    const newPath: OpenPath = { number: paths.length, stops: [sighting] };
    paths.push(newPath.stops);
    if (packets) addPath(packets, newPath);
    else packetsByIdentity.set(identity, [[newPath]]);
  }
  return paths;
};

/** Without places, both ends of a link see the same object, one after the other. */
const identityFinder = (): ((packet: Layers) => string) => {
  let latest: { readonly packet: Layers; readonly identity: string } | undefined;
  return (packet) => {
    if (latest?.packet !== packet) latest = { packet, identity: packetIdentity(packet) };
    return latest.identity;
  };
};

/** A sighting with nothing rewritten is a stop as it is: a copy of each would take much of the memory. */
const stopAfter = (before: Stop, sighting: Sighting): Stop => {
  const changes = rewrittenFields(before.packet, sighting.packet);
  return changes.length > 0 ? { ...sighting, changes } : sighting;
};

/** Identical packets last seen within this time are assumed to keep their order; otherwise the older one is lost. */
const sameBurstNs = 10_000_000n;

/** Of identical packets, picks the one with the fewest rewritten fields, then the next in order. */
const likeliestPath = (open: readonly OpenPath[], sighting: Sighting): OpenPath | undefined => {
  if (open.length < 2) return open[0];
  const costs = open.map(({ stops }) => cost(stops.at(-1)!, sighting));
  const lowest = Math.min(...costs);
  return nextInOrder(open.filter((_, index) => costs[index] === lowest));
};

/** A step between places that are not linked costs more than any rewriting. */
const cost = (stop: Stop, sighting: Sighting): number =>
  rewrittenFields(stop.packet, sighting.packet).length + (mayFollow(stop, sighting) ? 0 : 100);

const nextInOrder = (paths: readonly OpenPath[]): OpenPath | undefined => {
  const newest = paths.reduce((latest, { stops }) => (stops.at(-1)!.time > latest ? stops.at(-1)!.time : latest), 0n);
  return paths.find(({ stops }) => newest - stops.at(-1)!.time < sameBurstNs);
};
