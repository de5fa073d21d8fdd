import type { Stop } from './journey.ts';
import { hopLimit, mayFollow, nodeOf } from './sighting.ts';
import { isPieceOf, byteRanges, type ByteRange } from './byte-range.ts';

type Way = readonly [Stop, ...Stop[]];

/** For each way, by number, the ways whose bytes it carries on: it is a segment or fragment of one, or several merged. */
export const matchFragments = (ways: readonly Way[]): readonly (readonly number[])[] => {
  const carriers = new Map<string, number[]>();
  return ways.map((way, number) => {
    const spans = byteRanges(way[0].packet);
    const found = spans.flatMap((span) => {
      const near = nearby(span).flatMap((key) => carriers.get(key) ?? []);
      return origins(span, way, ways, near);
    });
    for (const span of spans) enter(carriers, keyOf(span, 0), number);
    return [...new Set(found)];
  });
};

/** Spans are found by the 64 kB in which they begin, since no packet is longer than that. */
const keyOf = ({ stream, from }: ByteRange, shift: number): string => `${stream} ${((from >>> 16) + shift) & 0xffff}`;

const nearby = (span: ByteRange): readonly string[] => [...new Set([keyOf(span, -1), keyOf(span, 0), keyOf(span, 1)])];

const enter = (carriers: Map<string, number[]>, key: string, number: number): void => {
  const there = carriers.get(key);
  if (there) there.push(number);
  else carriers.set(key, [number]);
};

/** The latest packet of which this is a piece, or else all the pieces that it was put together from. */
const origins = (span: ByteRange, way: Way, ways: readonly Way[], near: readonly number[]): readonly number[] => {
  const before = near.filter((number) => goesOnAs(ways[number]!, way));
  const wholes = before.filter((number) => spanIn(ways[number]!, span, (other) => isPieceOf(span, other)));
  if (wholes.length > 0) return wholes.slice(-1);
  return before.filter((number) => spanIn(ways[number]!, span, (other) => isPieceOf(other, span)));
};

const spanIn = (way: Way, { stream }: ByteRange, fits: (span: ByteRange) => boolean): boolean =>
  byteRanges(way[0].packet).some((span) => span.stream === stream && fits(span));

/** What the other's origin sends again in smaller pieces is no continuation: it passes places where the other was already. */
const goesOnAs = (before: Way, way: Way): boolean => {
  const end = before.at(-1)!;
  const [begin] = way;
  return (
    end.time <= begin.time &&
    mayFollow(end, begin) &&
    hopLimit(begin.packet) <= hopLimit(end.packet) &&
    !before.some((stop) => stop.direction === begin.direction && nodeOf(stop.place) === nodeOf(begin.place))
  );
};
