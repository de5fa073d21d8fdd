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

/** The room in points that marks need above and below the picture. */
export const roomForMarks = (marks: readonly GraphMark[]): { readonly above: number; readonly below: number } => ({
  above: markHeight * mostAtOnePlace(marks.filter(isAbove)),
  below: markHeight * mostAtOnePlace(marks.filter((mark) => !isAbove(mark))),
});

/** Draws marks over a topology; one for a place that the topology does not have is left out. */
export const drawMarks = (marks: readonly GraphMark[], topology: Topology, layout: Layout): string => {
  const stacked = new Map<string, number>();
  return marks
    .flatMap((mark) => {
      const anchor = anchorOf(mark, topology, layout);
      if (!anchor) return [];
      const key = `${mark.place} ${isAbove(mark)}`;
      const level = stacked.get(key) ?? 0;
      stacked.set(key, level + 1);
      return [drawMark(mark, anchor, level, layout)];
    })
    .join('');
};

const isAbove = ({ tone }: GraphMark): boolean => tone === 'loss';

const mostAtOnePlace = (marks: readonly GraphMark[]): number =>
  Math.max(0, ...marks.map(({ place }) => marks.filter((other) => other.place === place).length));

const markHeight = 22;

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

const drawMark = ({ tone, text }: GraphMark, anchor: Anchor, level: number, { width }: Layout): string => {
  const boxWidth = Math.round(text.length * 6.3 + 16);
  const at = tone === 'loss' ? anchor.above : anchor.below;
  const top = tone === 'loss' ? at.y - markHeight * (level + 1) - 2 : at.y + markHeight * level + 4;
  const left = Math.round(Math.max(0, Math.min(at.x - boxWidth / 2, width - boxWidth)));
  const cross =
    tone === 'loss' && level === 0
      ? `<path class="cross" d="M${anchor.middle.x - 6} ${anchor.middle.y - 6}l12 12m0-12l-12 12"/>`
      : '';
  return (
    `<g class="mark ${tone}">${cross}<rect x="${left}" y="${round(top)}" width="${boxWidth}" height="18" rx="9"/>` +
    `<text x="${left + boxWidth / 2}" y="${round(top + 13)}">${escapeMarkup(text)}</text></g>`
  );
};

const round = (value: number): number => Math.round(value * 10) / 10;
