import type { PacketPath } from './journey.ts';
import { hopLimit, mayFollow, nodeOf } from './sighting.ts';
import { isPieceOf, byteRanges, type ByteRange } from './byte-range.ts';
import { endedRanges, type EndedRanges } from './ended-ranges.ts';

/** Finds, by index, the paths that each path continues: as a segment or fragment of one, or merged from several. */
export const matchFragments = (paths: readonly PacketPath[]): readonly (readonly number[])[] => {
  const ended = endedRanges();
  return paths.map((path, number) => {
    const ranges = byteRanges(path[0].packet);
    const origins = ranges.flatMap((range) => originsOf(range, path, paths, ended));
    for (const range of ranges) ended.add(range, path, number);
    return origins.length === 0 ? none : [...new Set(origins)].sort((a, b) => a - b);
  });
};

const none: readonly number[] = [];

/** The latest packet of which this is a piece, or else all the pieces that it was merged from. */
const originsOf = (
  range: ByteRange,
  path: PacketPath,
  paths: readonly PacketPath[],
  ended: EndedRanges,
): readonly number[] => {
  let whole = -1;
  const pieces: number[] = [];
  for (const other of ended.near(range, path[0])) {
    const isWhole = other.number > whole && isPieceOf(range, other);
    const isPiece = whole < 0 && isPieceOf(other, range);
    if (!(isWhole || isPiece) || !mayContinueAs(paths[other.number]!, path)) continue;
    if (isWhole) whole = other.number;
    else pieces.push(other.number);
  }
  return whole < 0 ? pieces : [whole];
};

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
