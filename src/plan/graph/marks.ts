import { escapeMarkup } from '../../text/escape-markup.ts';
import type { Layout, Point } from './lay-out.ts';
import { halves } from './polyline.ts';
import type { Topology } from './graph-topology.ts';

/** Something that happened at a node or at an interface, as a text in the picture: losses above it, everything else below it. */
export interface GraphMark {
  /** `NODE`, or the place of an interface. */
  readonly place: string;
  readonly tone: 'loss' | 'change' | 'good';
  readonly text: string;
}

/** Marks where they have room: one that would cover another moves away from the picture. */
export const placeMarks = (marks: readonly GraphMark[], topology: Topology, layout: Layout): readonly PlacedMark[] => {
  const placed: PlacedMark[] = [];
  for (const mark of marks) {
    const anchor = anchorOf(mark, topology, layout);
    if (!anchor) continue;
    const isFirst = !placed.some(({ place, tone }) => place === mark.place && tone === mark.tone);
    for (let level = 0; ; level++) {
      const box = boxOf(mark, anchor, level, layout);
      if (placed.some((other) => overlaps(box, other))) continue;
      placed.push({ ...mark, ...box, ...(mark.tone === 'loss' && isFirst && { crossed: anchor.middle }) });
      break;
    }
  }
  return placed;
};

/** A mark with the box of its text. */
export interface PlacedMark extends GraphMark {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  /** What it crosses out. */
  readonly crossed?: Point;
}

/** Draws marks over a topology. */
export const drawMarks = (marks: readonly PlacedMark[]): string =>
  marks
    .map(({ tone, text, left, top, width, crossed }) => {
      const cross = crossed ? `<path class="cross" d="M${crossed.x - 6} ${crossed.y - 6}l12 12m0-12l-12 12"/>` : '';
      return (
        `<g class="mark ${tone}">${cross}<rect x="${left}" y="${top}" width="${width}" height="${boxHeight}" rx="9"/>` +
        `<text x="${left + width / 2}" y="${top + 13}">${escapeMarkup(text)}</text></g>`
      );
    })
    .join('');

export const boxHeight = 18;

type Box = Pick<PlacedMark, 'left' | 'top' | 'width'>;

const overlaps = (a: Box, b: Box): boolean =>
  Math.abs(a.top - b.top) < boxHeight + 2 && a.left < b.left + b.width + 4 && b.left < a.left + a.width + 4;

const boxOf = ({ tone, text }: GraphMark, anchor: Anchor, level: number, layout: Layout): Box => {
  const width = Math.round(text.length * 6.9 + 20);
  const { x, y } = tone === 'loss' ? anchor.above : anchor.below;
  const top = tone === 'loss' ? y - boxHeight - 6 - levelHeight * level : y + 4 + levelHeight * level;
  return { left: Math.round(Math.max(0, Math.min(x - width / 2, layout.width - width))), top: Math.round(top), width };
};

const levelHeight = boxHeight + 4;

interface Anchor {
  readonly above: Point;
  readonly below: Point;
  /** The picture of the place itself, which a loss crosses out. */
  readonly middle: Point;
}

const anchorOf = ({ place }: GraphMark, { nodes, links }: Topology, layout: Layout): Anchor | undefined => {
  const node = layout.nodes[nodes.findIndex(({ name }) => name === place)];
  if (node) {
    const { x, y, height } = node;
    return { above: { x, y: y - height / 2 }, below: { x, y: y + height / 2 }, middle: { x, y: y - height / 2 } };
  }
  const link = links.findIndex(({ ends }) => ends.some((end) => end.place === place));
  const line = layout.links[link];
  if (!line) return undefined;
  const [near, far] = halves(line);
  const { x, y } = (links[link]!.ends[0].place === place ? near : far).at(-1)!;
  return { above: { x, y: y - 16 }, below: { x, y: y + 10 }, middle: { x, y } };
};
