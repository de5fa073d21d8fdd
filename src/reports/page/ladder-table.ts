import type { DrawnTopology, PictureLibrary } from './picture-library.ts';
import { foldText, packetText } from '../ladder/packet-text.ts';
import type { TitledPackets } from '../ladder/step-packets.ts';
import { formatDuration } from '../../text/format-duration.ts';
import { nodeOf, peerOf } from '../../wire/journeys/sighting.ts';
import type { JourneySummary } from '../../wire/summary/journey-summary.ts';
import type { LadderRow } from '../../wire/summary/ladder-rows.ts';
import { nodesOf } from '../../wire/summary/node-order.ts';
import { markup } from './markup.ts';
import type { Markup } from './markup.ts';

/**
 * Draws a conversation as a table with an arrow for each packet between the columns of the nodes: a doubled line marks a rewritten packet, a
 * cross the place where one was lost. Each row names the ends of links that its packet passed, for the replay in the picture.
 */
export const ladderTable = (
  { title, packets: { columns, rows } }: TitledPackets,
  { pictures, drawing }: LadderPictures,
): Markup => {
  const lanes = layOutLanes(columns);
  const rowsWithGaps = rows.map(
    (row, index) => markup`${gapBefore(row, rows.slice(0, index))}${drawRow(row, lanes, { pictures, drawing })}`,
  );
  return markup`<div class="ladder" tabindex="0" role="region" aria-label="packets, ${title}" style="--w:${lanes.width}px;--gap:${lanes.gap}px"><table><caption>${title}</caption><thead><tr><th scope="col">ms</th><th scope="col" class="lanes"><svg role="img" aria-label="${columns.join(', ')}">${headers(lanes)}</svg></th><th scope="col">packet</th></tr></thead><tbody>${rowsWithGaps}</tbody></table></div>`;
};

/** Where arrows are drawn, and the topology through which they lead. */
interface LadderPictures {
  readonly pictures: PictureLibrary;
  readonly drawing: DrawnTopology | undefined;
}

interface LaneLayout {
  readonly columns: readonly string[];
  readonly gap: number;
  readonly width: number;
}

const layOutLanes = (columns: readonly string[]): LaneLayout => {
  const gap = Math.round(Math.max(minGap, Math.min(maxGap, lanesWidth / Math.max(columns.length - 1, 1))));
  return { columns, gap, width: 2 * side + gap * (columns.length - 1) };
};

/** Pixels. */
const [lanesWidth, minGap, maxGap, side] = [480, 34, 104, 36];

const xOf = (node: string, { columns, gap }: LaneLayout): number => side + gap * Math.max(0, columns.indexOf(node));

/** The names of the nodes, in two lines where they are too long for their lanes. */
const headers = (lanes: LaneLayout): Markup => {
  const staggered = lanes.columns.some((name) => name.length * 6.8 > lanes.gap);
  const texts = lanes.columns.map(
    (name, index) => markup`<text x="${xOf(name, lanes)}" y="${staggered && index % 2 === 0 ? 11 : 25}">${name}</text>`,
  );
  return markup`${texts}`;
};

const gapBefore = (row: LadderRow, earlier: readonly LadderRow[]): Markup | undefined => {
  const previous = earlier.map(timeOf).findLast((ms) => ms !== undefined);
  const gapMs = previous === undefined ? 0 : (timeOf(row) ?? previous) - previous;
  return gapMs < minGapMs
    ? undefined
    : markup`<tr class="gap"><td></td><td></td><td>${formatDuration(gapMs)} later</td></tr>`;
};

/** As in the ladder of the terminal: half of TCP_RTO_MIN, so that each wait for a timeout is marked. */
const minGapMs = 100;

const timeOf = (row: LadderRow): number | undefined => {
  if ('folded' in row) return undefined;
  return 'note' in row ? row.atMs : row.packet.atMs;
};

const drawRow = (row: LadderRow, lanes: LaneLayout, { pictures, drawing }: LadderPictures): Markup => {
  if ('note' in row) return markup`<tr class="note"><td>${row.atMs.toFixed(2)}</td><td></td><td>${row.note}</td></tr>`;
  if ('folded' in row) {
    const lost = row.folded.some(({ ended }) => ended === 'dead') ? ' lost' : '';
    return markup`<tr class="fold${lost}"><td></td><td></td><td>${foldText(row.folded)}</td></tr>`;
  }
  const { packet } = row;
  const style = styleOf(packet);
  const stops = drawing && stopsText(packet, drawing);
  const id = pictures.arrow({ path: arrow(packet, lanes), text: pathText(packet), stops });
  return markup`<tr${style && markup` class="${style}"`}><td>${packet.atMs.toFixed(2)}</td><td><svg><use href="#${id}"/></svg></td><td>${packetText(packet)}</td></tr>`;
};

const styleOf = ({ ended, kind }: JourneySummary): string | undefined => {
  if (ended === 'dead') return 'lost';
  if (kind === 'ptb' || kind === 'error') return 'icmp';
  return kind === 'syn' || kind === 'syn-ack' ? 'syn' : undefined;
};

const pathText = (packet: JourneySummary): string => {
  const path = nodesOf(packet);
  const text = path.length > 1 ? `${path[0]} to ${path.at(-1)}` : `at ${path[0]}`;
  return packet.ended === 'dead' ? `${text}, lost` : text;
};

const stopsText = ({ stops }: JourneySummary, { topology }: DrawnTopology): string | undefined => {
  const ends = stops.map(({ place }) => {
    const link = topology.links.findIndex(({ ends }) => ends.some((end) => end.place === place));
    return link < 0 ? '' : `${link}${topology.links[link]!.ends[0].place === place ? 'a' : 'b'}`;
  });
  return ends.includes('') ? undefined : ends.join('');
};

const middle = 10;

/** The path of an arrow: from node to node, doubled from the node on that rewrote the packet, with a head or a cross at its end. */
const arrow = (packet: JourneySummary, lanes: LaneLayout): string => {
  const points = nodesOf(packet).map((node) => xOf(node, lanes));
  const [first] = points;
  const last = packet.stops.at(-1)!;
  const end = endOf(packet, points.at(-1)!, lanes);
  const rewritten = packet.stops.find(({ changes }) => changes);
  const from = rewritten ? xOf(nodeOf(rewritten.place), lanes) : end;
  const start = points.length === 1 && last.direction === 'in' ? halfWay(last.place, first!, lanes) : first!;
  const line = `M${start} ${middle - 3}v6m0-3H${from}`;
  const doubled = rewritten ? `M${from} ${middle - 2}H${end}m0 4H${from}` : '';
  return `${line}${doubled}M${end} ${middle}${endSign(packet, end - (points.at(-2) ?? start))}`;
};

const endSign = ({ ended }: JourneySummary, direction: number): string => {
  if (ended === 'dead') return 'm-5-5 10 10m0-10-10 10';
  return direction < 0 ? 'm6-4-6 4 6 4' : 'm-6-4 6 4-6 4';
};

/** A packet that left a node and was seen nowhere else ends between two lanes. */
const endOf = ({ stops, ended }: JourneySummary, x: number, lanes: LaneLayout): number => {
  const { place, direction, refused } = stops.at(-1)!;
  return direction === 'out' && !(refused && ended === 'dead') ? halfWay(place, x, lanes) : x;
};

const halfWay = (place: string, x: number, lanes: LaneLayout): number => {
  const peer = peerOf(place);
  return peer !== undefined && lanes.columns.includes(peer)
    ? Math.round((x + xOf(peer, lanes)) / 2)
    : x + lanes.gap / 2;
};
