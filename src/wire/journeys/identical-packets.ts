import type { Stop } from './journey.ts';
import { hopLimit, nodeOf, type Sighting } from './sighting.ts';

/** The path of a packet as far as it is known. */
export interface OpenPath {
  /** Its index among all paths. */
  readonly number: number;
  stops: readonly [Stop, ...Stop[]];
}

/**
 * The latest packets with one identity, in groups that have made the same visits, each in order of their numbers: a
 * sighting is compared with one packet of each group, however many there are.
 */
export type IdenticalPackets = OpenPath[][];

/** The paths that may contain a sighting, in order of their numbers. */
export const pathsOpenTo = (packets: IdenticalPackets, sighting: Sighting): readonly OpenPath[] => {
  const open = packets.filter(([path]) => !path!.stops.some((stop) => isSameVisit(stop, sighting)));
  return open.length < 2 ? (open[0] ?? []) : open.flat().sort((a, b) => a.number - b.number);
};

/** Adds a stop to one of the paths. */
export const extendPath = (packets: IdenticalPackets, path: OpenPath, stop: Stop): void => {
  removePath(packets, path);
  path.stops = path.stops.concat(stop) as [Stop, ...Stop[]]; // push and spread reserve room for 16 more
  insertPath(packets, path);
};

/** Adds a path, and forgets the oldest one when there are too many. */
export const addPath = (packets: IdenticalPackets, path: OpenPath): void => {
  insertPath(packets, path);
  if (packets.reduce((sum, group) => sum + group.length, 0) <= maxPaths) return;
  const [oldest] = packets.map(([first]) => first!).sort((a, b) => a.number - b.number);
  removePath(packets, oldest!);
};

/** How many identical packets may be under way at once; without a limit a flood of lost ones takes quadratic time. */
const maxPaths = 65;

/** A packet enters and leaves a node once; only in a loop it comes again, with fewer hops left. */
const isSameVisit = (stop: Stop, { place, direction, packet }: Sighting): boolean =>
  stop.direction === direction &&
  (stop.place === place || (direction === 'out' && nodeOf(stop.place) === nodeOf(place))) &&
  hopLimit(stop.packet) <= hopLimit(packet);

const removePath = (packets: IdenticalPackets, path: OpenPath): void => {
  const at = packets.findIndex((group) => group.includes(path));
  const group = packets[at]!;
  group.splice(group.indexOf(path), 1);
  if (group.length === 0) packets.splice(at, 1);
};

const insertPath = (packets: IdenticalPackets, path: OpenPath): void => {
  const group = packets.find(([other]) => haveSameVisits(other!, path));
  if (!group) packets.push([path]);
  else group.splice(group.findLastIndex(({ number }) => number < path.number) + 1, 0, path);
};

const haveSameVisits = ({ stops: one }: OpenPath, { stops: other }: OpenPath): boolean =>
  one.length === other.length && one.every((stop, index) => isSameStop(stop, other[index]!));

const isSameStop = (one: Stop, other: Stop): boolean =>
  one.place === other.place && one.direction === other.direction && hopLimit(one.packet) === hopLimit(other.packet);
