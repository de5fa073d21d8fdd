import type { PacketPath } from './journey.ts';
import { hopLimit, mayFollow, nodeOf } from './sighting.ts';
import { isPieceOf, byteRanges, type ByteRange } from './byte-range.ts';

/** Finds, by index, the paths that each path continues: as a segment or fragment of one, or merged from several. */
export const matchFragments = (paths: readonly PacketPath[]): readonly (readonly number[])[] => {
  const numbersByKey = new Map<string, number[]>();
  return paths.map((path, number) => {
    const ranges = byteRanges(path[0].packet);
    const origins = ranges.flatMap((range) => {
      const candidates = nearbyKeys(range).flatMap((key) => numbersByKey.get(key) ?? []);
      return originsOf(range, path, paths, candidates);
    });
    for (const range of ranges) addTo(numbersByKey, keyOf(range, 0), number);
    return [...new Set(origins)];
  });
};

/** Ranges are indexed by the 64 kB block in which they start, since no packet is longer than that. */
const keyOf = ({ stream, from }: ByteRange, shift: number): string => `${stream} ${((from >>> 16) + shift) & 0xffff}`;

const nearbyKeys = (range: ByteRange): readonly string[] => [
  ...new Set([keyOf(range, -1), keyOf(range, 0), keyOf(range, 1)]),
];

const addTo = (numbersByKey: Map<string, number[]>, key: string, number: number): void => {
  const numbers = numbersByKey.get(key);
  if (numbers) numbers.push(number);
  else numbersByKey.set(key, [number]);
};

/** The latest packet of which this is a piece, or else all the pieces that it was merged from. */
const originsOf = (
  range: ByteRange,
  path: PacketPath,
  paths: readonly PacketPath[],
  candidates: readonly number[],
): readonly number[] => {
  const earlier = candidates.filter((number) => mayContinueAs(paths[number]!, path));
  const wholes = earlier.filter((number) => hasRange(paths[number]!, range, (other) => isPieceOf(range, other)));
  if (wholes.length > 0) return wholes.slice(-1);
  return earlier.filter((number) => hasRange(paths[number]!, range, (other) => isPieceOf(other, range)));
};

const hasRange = (path: PacketPath, { stream }: ByteRange, matches: (range: ByteRange) => boolean): boolean =>
  byteRanges(path[0].packet).some((range) => range.stream === stream && matches(range));

/** Smaller retransmissions from the sender are no continuation: they pass places that the original already passed. */
const mayContinueAs = (before: PacketPath, after: PacketPath): boolean => {
  const last = before.at(-1)!;
  const [first] = after;
  return (
    last.time <= first.time &&
    mayFollow(last, first) &&
    hopLimit(first.packet) <= hopLimit(last.packet) &&
    !before.some((stop) => stop.direction === first.direction && nodeOf(stop.place) === nodeOf(first.place))
  );
};
