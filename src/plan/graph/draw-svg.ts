import { escapeMarkup } from '../../text/escape-markup.ts';
import { linkText, nodeTexts } from './dot.ts';
import { colours, topologyStyle } from './graph-style.ts';
import type { Box, Layout, Point } from './lay-out.ts';
import { boxHeight } from './marks.ts';
import type { PlacedMark } from './marks.ts';
import { halves, pointAt } from './polyline.ts';
import type { Topology, TopologyEnd, TopologyLink, TopologyNode } from './graph-topology.ts';

/**
 * Draws a topology as an SVG document that can be opened by itself: links are as wide as their MTU, which stands at both of their ends.
 * It follows the colour scheme of its reader.
 */
export const svgDocument = (topology: Topology, layout: Layout, title: string): string =>
  [
    `<svg xmlns="http://www.w3.org/2000/svg" class="topology" role="img" aria-labelledby="title" ${viewBox(layout)}>`,
    `<title id="title">${escapeMarkup(title)}</title>`,
    `<style>${colours(':root')}svg{background:var(--paper)}${topologyStyle}</style>`,
    drawParts(topology, layout),
    '</svg>',
    '',
  ].join('\n');

/** The links and nodes of a topology as the content of an `svg` element; each names its place, so that a script finds it. */
export const drawParts = ({ nodes, links }: Topology, layout: Layout): string =>
  [
    ...links.map((link, index) => drawLink(link, index, layout.links[index]!)),
    ...nodes.map((node, index) => drawNode(node, layout.nodes[index]!)),
  ].join('');

/** The attributes by which an `svg` element shows all of a layout and its marks. */
export const viewBox = ({ width, height }: Layout, marks: readonly PlacedMark[] = []): string => {
  const top = Math.min(0, ...marks.map((mark) => mark.top)) - margin;
  const bottom = Math.max(height, ...marks.map((mark) => mark.top + boxHeight)) + margin;
  const right = Math.max(width, ...marks.map((mark) => mark.left + mark.width)) + margin;
  const [w, h] = [Math.ceil(right + margin), Math.ceil(bottom - top)];
  return `viewBox="${-margin} ${Math.floor(top)} ${w} ${h}" width="${w}" height="${h}"`;
};

const margin = 10;

const drawNode = (node: TopologyNode, { x, y, width, height }: Box): string => {
  const texts = nodeTexts(node);
  const first = y - (lineHeight * (texts.length - 1)) / 2 + 4;
  const lines = texts.map((text, index) => {
    const style = index === 0 ? ' class="name"' : index === 1 && text.startsWith(node.kind) ? ' class="kind"' : '';
    return `<text${style} x="${x}" y="${round(first + lineHeight * index)}">${escapeMarkup(text)}</text>`;
  });
  return (
    `<g class="node" data-node="${escapeMarkup(node.name)}"><rect x="${round(x - width / 2)}" y="${round(y - height / 2)}" ` +
    `width="${width}" height="${height}" rx="${node.kind === 'host' ? 3 : 12}"/>${lines.join('')}</g>`
  );
};

/** Points between the lines of a node; Graphviz lays out texts of 13 points, drawn with 12, since browsers use wider fonts than it knows. */
const lineHeight = 15;

/** Two halves, each as wide as the MTU of its end, whose colours a picture can set; then the texts. */
const drawLink = (link: TopologyLink, number: number, line: readonly Point[]): string => {
  const parts = halves(line);
  const paths = link.ends.map(({ place, mtu }, index) => {
    const colour = `stroke:var(--l${number}${'ab'[index]},var(--link))`;
    return `<path data-place="${escapeMarkup(place)}" d="${pathOf(parts[index]!)}" style="${colour};stroke-width:${strokeWidth(mtu)}"/>`;
  });
  const text = linkText(link);
  const middle = parts[0].at(-1)!;
  return [
    `<g class="link${link.tunnel ? ' tunnel' : ''}">`,
    ...paths,
    ...link.ends.map((end, index) => mtuText(end, parts[index]!)),
    text && `<text x="${middle.x}" y="${round(middle.y - 7)}">${escapeMarkup(text)}</text>`,
    '</g>',
  ].join('');
};

const pathOf = ([first, ...rest]: readonly Point[]): string =>
  `M${first!.x} ${first!.y}L${rest.map(({ x, y }) => `${x} ${y}`).join(' ')}`;

/** An MTU of 1500 bytes is 2.7 points wide, 9000 bytes 8.5. */
const strokeWidth = (mtu: number): number => round(1.5 + 7 * Math.min(mtu / 9000, 1.2));

/** The MTU near the end of the link; on the lower side of a link that leads downwards, since its node is above it. */
const mtuText = ({ mtu }: TopologyEnd, line: readonly Point[]): string => {
  const start = pointAt(line, 0);
  const { x, y, dx, dy } = pointAt(line, 22 / Math.max(Math.abs(start.dx), 0.5));
  const clear = strokeWidth(mtu) / 2 + 4 + Math.min(Math.abs(dy / dx) || 0, 1) * 14;
  return `<text class="mtu" x="${round(x)}" y="${round(dy > 0.15 ? y + clear + 8 : y - clear)}">${mtu}</text>`;
};

const round = (value: number): number => Math.round(value * 10) / 10;
