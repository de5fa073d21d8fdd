import { nodesOf } from '../../wire/summary/node-order.ts';
import type { JourneySummary, StopSummary } from '../../wire/summary/journey-summary.ts';
import { nodeOf, peerOf } from '../../wire/journeys/sighting.ts';

/** Where the columns of a ladder stand. */
export interface Lanes {
  readonly lanes: readonly { readonly name: string; readonly at: number }[];
  /** The line on which nothing happens, and the one that leaves something out. */
  readonly empty: string;
  readonly pause: string;
  /** Where the lanes end. */
  readonly end: number;
  /** Whether a text has room beside them. */
  readonly beside: boolean;
}

/** Spreads the columns over a line, with room for a text at their right where there is enough. */
export const layOutLanes = (columns: readonly string[], { from, width, textWidth }: Room): Lanes => {
  const hops = Math.max(columns.length - 1, 1);
  const first = from + Math.floor((columns[0]?.length ?? 0) / 2);
  const gapBeside = Math.floor((width - first - 3 - textWidth) / hops);
  const beside = gapBeside >= narrowest;
  const gap = beside
    ? Math.min(gapBeside, widest)
    : Math.max(2, Math.min(Math.floor((width - first - 1) / hops), widest));
  const found = columns.map((name, index) => ({ name, at: first + index * gap }));
  const end = first + (columns.length - 1) * gap + 1;
  const drawn = { lanes: found, end, beside };
  return { ...drawn, empty: rail(found, end, '│'), pause: rail(found, end, '┊') };
};

/** The way of a packet from lane to lane on an empty line. */
export const drawArrow = (passage: JourneySummary, frame: Lanes): string => {
  const signs = [...frame.empty];
  const way = nodesOf(passage).map((node) => laneOf(node, frame));
  const rewritten = new Set(
    passage.stops.filter(({ changes }) => changes).map(({ place }) => laneOf(nodeOf(place), frame)),
  );
  let line = '─';
  way.slice(1).forEach((to, index) => {
    const at = way[index]!;
    if (rewritten.has(at)) line = '═';
    signs[at] = joint(index === 0, Math.sign(to - at), line);
    fill(signs, at, to, line);
  });
  finish(signs, passage, { way, frame, line: rewritten.has(way.at(-1)!) ? '═' : line });
  return signs.join('');
};

interface Room {
  /** Where the first column may begin. */
  readonly from: number;
  readonly width: number;
  readonly textWidth: number;
}

const narrowest = 4;
const widest = 14;

const rail = (found: Lanes['lanes'], end: number, sign: string): string => {
  const signs = Array.from({ length: end }, () => ' ');
  for (const { at } of found) signs[at] = sign;
  return signs.join('');
};

const laneOf = (node: string, { lanes }: Lanes): number => lanes.find(({ name }) => name === node)?.at ?? lanes[0]!.at;

const joint = (first: boolean, way: number, line: string): string =>
  first ? (way > 0 ? '├' : '┤') : line === '═' ? '╪' : '┼';

/** A packet passes over the lanes of nodes that it did not visit. */
const fill = (signs: string[], from: number, to: number, line: string): void => {
  const way = Math.sign(to - from);
  for (let at = from + way; at !== to; at += way) signs[at] = line;
};

const finish = (signs: string[], { stops, ended }: JourneySummary, { way, frame, line }: Finish): void => {
  const last = stops.at(-1)!;
  const at = way.at(-1)!;
  const before = way.at(-2) ?? laneBehind(last, frame) ?? at;
  const died = ended === 'dead';
  if (last.direction === 'out' || way.length === 1)
    return leave(signs, { last, at, died, alone: way.length === 1 }, frame, line);
  if (died) signs[at] = '╳';
  else signs[at - Math.sign(at - before)] = at > before ? '▶' : '◀';
};

/** It left for a neighbour and was not seen there: half of the way is drawn. */
const leave = (signs: string[], { last, at, died, alone }: Leaving, frame: Lanes, line: string): void => {
  const peer = peerOf(last.place);
  const to = frame.lanes.find(({ name }) => name === peer)?.at ?? at + 4;
  const way = Math.sign(to - at);
  const half = at + way * Math.max(2, Math.floor(Math.abs(to - at) / 2));
  if (last.direction === 'in') {
    fill(signs, half, at, line);
    if (died) signs[at] = '╳';
    else signs[at + way] = way > 0 ? '◀' : '▶';
    return;
  }
  signs[at] = alone ? (way > 0 ? '├' : '┤') : line === '═' ? '╪' : '┼';
  fill(signs, at, half, line);
  signs[half] = died ? '╳' : way > 0 ? '▶' : '◀';
};

interface Finish {
  readonly way: readonly number[];
  readonly frame: Lanes;
  readonly line: string;
}

interface Leaving {
  readonly last: StopSummary;
  readonly at: number;
  readonly died: boolean;
  /** It was seen at one node only. */
  readonly alone: boolean;
}

const laneBehind = ({ place, direction }: StopSummary, frame: Lanes): number | undefined => {
  const peer = peerOf(place);
  return direction === 'in' && peer !== undefined ? laneOf(peer, frame) : undefined;
};
