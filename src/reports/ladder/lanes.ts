import { nodesOf } from '../../wire/summary/node-order.ts';
import type { JourneySummary, StopSummary } from '../../wire/summary/journey-summary.ts';
import { nodeOf, peerOf } from '../../wire/journeys/sighting.ts';

/** The positions of a ladder's columns, in characters from the left edge. */
export interface Lanes {
  readonly lanes: readonly { readonly name: string; readonly at: number }[];
  /** A line without a packet. */
  readonly emptyLine: string;
  /** A line in place of packets that are left out. */
  readonly gapLine: string;
  /** The position after the last lane. */
  readonly end: number;
  /** Whether the text of a packet has room at the right of the lanes. */
  readonly textFitsBeside: boolean;
}

/** Distributes the columns over a line and leaves room for text at their right if the line is wide enough. */
export const layOutLanes = (columns: readonly string[], { from, width, textWidth }: Layout): Lanes => {
  const hops = Math.max(columns.length - 1, 1);
  const first = from + Math.floor((columns[0]?.length ?? 0) / 2);
  const gapBesideText = Math.floor((width - first - 3 - textWidth) / hops);
  const textFitsBeside = gapBesideText >= minGap;
  const gap = textFitsBeside
    ? Math.min(gapBesideText, maxGap)
    : Math.max(2, Math.min(Math.floor((width - first - 1) / hops), maxGap));
  const lanes = columns.map((name, index) => ({ name, at: first + index * gap }));
  const end = first + (columns.length - 1) * gap + 1;
  return { lanes, end, textFitsBeside, emptyLine: laneLine(lanes, end, '│'), gapLine: laneLine(lanes, end, '┊') };
};

/** Draws the path of a packet from lane to lane over an empty line. */
export const drawArrow = (journey: JourneySummary, lanes: Lanes): string => {
  const signs = [...lanes.emptyLine];
  const path = nodesOf(journey).map((node) => laneOf(node, lanes));
  const rewrittenAt = new Set(
    journey.stops.filter(({ changes }) => changes).map(({ place }) => laneOf(nodeOf(place), lanes)),
  );
  let line = '─';
  path.slice(1).forEach((to, index) => {
    const at = path[index]!;
    if (rewrittenAt.has(at)) line = '═';
    signs[at] = joint(index === 0, Math.sign(to - at), line);
    fill(signs, at, to, line);
  });
  drawEnd(signs, journey, { path, lanes, line: rewrittenAt.has(path.at(-1)!) ? '═' : line });
  return signs.join('');
};

interface Layout {
  /** The leftmost position of the first column's name. */
  readonly from: number;
  readonly width: number;
  readonly textWidth: number;
}

const minGap = 4;
const maxGap = 14;

const laneLine = (lanes: Lanes['lanes'], end: number, sign: string): string => {
  const signs = Array.from({ length: end }, () => ' ');
  for (const { at } of lanes) signs[at] = sign;
  return signs.join('');
};

const laneOf = (node: string, { lanes }: Lanes): number => lanes.find(({ name }) => name === node)?.at ?? lanes[0]!.at;

const joint = (isFirst: boolean, direction: number, line: string): string =>
  isFirst ? (direction > 0 ? '├' : '┤') : line === '═' ? '╪' : '┼';

/** Draws the line between two lanes, over the lanes of nodes that the packet did not visit. */
const fill = (signs: string[], from: number, to: number, line: string): void => {
  const direction = Math.sign(to - from);
  for (let at = from + direction; at !== to; at += direction) signs[at] = line;
};

const drawEnd = (signs: string[], { stops, ended }: JourneySummary, { path, lanes, line }: DrawnPath): void => {
  const last = stops.at(-1)!;
  const at = path.at(-1)!;
  const previous = path.at(-2) ?? laneOfSender(last, lanes) ?? at;
  const lost = ended === 'dead';
  if (lost && last.refused) return void (signs[at] = '╳');
  if (last.direction === 'out' || path.length === 1)
    return drawHalfHop(signs, { last, at, lost, alone: path.length === 1 }, lanes, line);
  if (lost) signs[at] = '╳';
  else signs[at - Math.sign(at - previous)] = at > previous ? '▶' : '◀';
};

/** Draws half of the hop between two nodes of which only one saw the packet. */
const drawHalfHop = (signs: string[], { last, at, lost, alone }: HalfHop, lanes: Lanes, line: string): void => {
  const peer = peerOf(last.place);
  const to = lanes.lanes.find(({ name }) => name === peer)?.at ?? at + 4;
  const direction = Math.sign(to - at);
  const half = at + direction * Math.max(2, Math.floor(Math.abs(to - at) / 2));
  if (last.direction === 'in') {
    fill(signs, half, at, line);
    if (lost) signs[at] = '╳';
    else signs[at + direction] = direction > 0 ? '◀' : '▶';
    return;
  }
  signs[at] = joint(alone, direction, line);
  fill(signs, at, half, line);
  signs[half] = lost ? '╳' : direction > 0 ? '▶' : '◀';
};

interface DrawnPath {
  readonly path: readonly number[];
  readonly lanes: Lanes;
  readonly line: string;
}

interface HalfHop {
  readonly last: StopSummary;
  readonly at: number;
  readonly lost: boolean;
  /** Only one node saw the packet. */
  readonly alone: boolean;
}

const laneOfSender = ({ place, direction }: StopSummary, lanes: Lanes): number | undefined => {
  const peer = peerOf(place);
  return direction === 'in' && peer !== undefined ? laneOf(peer, lanes) : undefined;
};
