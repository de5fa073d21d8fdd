import type { Point } from './lay-out.ts';

/** A point on a line of several points, and the direction of the line there as a unit vector. */
export interface PointOnLine extends Point {
  readonly dx: number;
  readonly dy: number;
}

/** Finds the point that lies at a distance from the beginning of a line; a negative distance counts from its end. */
export const pointAt = (line: readonly Point[], distance: number): PointOnLine => {
  let left = distance < 0 ? lengthOf(line) + distance : distance;
  for (let index = 1; index < line.length; index++) {
    const [from, to] = [line[index - 1]!, line[index]!];
    const length = Math.hypot(to.x - from.x, to.y - from.y) || 1;
    const [dx, dy] = [(to.x - from.x) / length, (to.y - from.y) / length];
    if (left <= length || index === line.length - 1)
      return { x: round(from.x + dx * left), y: round(from.y + dy * left), dx, dy };
    left -= length;
  }
  return { ...line[0]!, dx: 1, dy: 0 };
};

/** Divides a line in its middle; each half begins at its own end of the line. */
export const halves = (line: readonly Point[]): readonly [readonly Point[], readonly Point[]] => {
  const half = lengthOf(line) / 2;
  return [untilLength(line, half), untilLength(line.toReversed(), half)];
};

export const lengthOf = (line: readonly Point[]): number =>
  line.slice(1).reduce((sum, { x, y }, index) => sum + Math.hypot(x - line[index]!.x, y - line[index]!.y), 0);

const untilLength = (line: readonly Point[], length: number): readonly Point[] => {
  let sum = 0;
  const last = line.findIndex((point, index) => {
    if (index > 0) sum += Math.hypot(point.x - line[index - 1]!.x, point.y - line[index - 1]!.y);
    return sum >= length;
  });
  const { x, y } = pointAt(line, length);
  return [...line.slice(0, Math.max(last, 1)), { x, y }];
};

const round = (value: number): number => Math.round(value * 10) / 10;
