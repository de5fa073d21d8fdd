import type { PlannedNode } from '../model/plan.ts';
import type { Drawing } from './callouts.ts';
import { drawLink } from './draw-link.ts';
import type { Connection } from './trunk.ts';

/** Draws a line of nodes from left to right; legs branch and join again between two of them. */
export const drawLine = (names: readonly string[], connections: readonly Connection[], style: LineStyle): Drawing => {
  const blocks = names.flatMap((name, index) => [
    ...(index > 0 ? [connectionBlock([names[index - 1]!, name], connections, style)] : []),
    lineBlock(name),
  ]);
  const row = Math.max(...blocks.map(({ base }) => base));
  const columnOf = (index: number): number =>
    blocks.slice(0, 2 * index).reduce((sum, { lines }) => sum + lines[0]!.length, 0);
  return {
    lines: joinBlocks(blocks),
    nodes: new Map(names.map((name, index) => [name, { row, column: columnOf(index) }])),
  };
};

export interface LineStyle {
  readonly nodes: ReadonlyMap<string, PlannedNode>;
  /** The text of a node on a leg, below which nothing can hang. */
  readonly textOf: (node: PlannedNode) => string;
}

/** Lines of equal width; the neighbouring blocks join at line `base`. */
interface Block {
  readonly lines: readonly string[];
  readonly base: number;
}

const lineBlock = (line: string): Block => ({ lines: [line], base: 0 });

const connectionBlock = (
  [node, next]: readonly [string, string],
  connections: readonly Connection[],
  { nodes, textOf }: LineStyle,
): Block => {
  const [near, far] = [nodes.get(node)!, nodes.get(next)!];
  const { via } = connections.find(({ between }) => between.includes(node) && between.includes(next))!;
  if (via.length === 0) return lineBlock(` ${drawLink(near, far)} `);
  const legs = via.map((name) => {
    const router = nodes.get(name)!;
    return `${drawLink(near, router)} ${textOf(router)} ${drawLink(router, far)}`;
  });
  const width = Math.max(...legs.map(({ length }) => length));
  return legsBlock(legs.map((leg) => leg.padEnd(width, '─')));
};

/** Legs of equal width between two brackets; the line continues in the middle. */
const legsBlock = (legs: readonly string[]): Block => {
  const middle = Math.floor(legs.length / 2);
  const isOdd = legs.length % 2 === 1;
  const rows = legs.map((leg, index) => {
    const [left, right] = brackets(index, legs.length);
    return index === middle && isOdd
      ? ` ──${legs.length > 1 ? '┼' : '─'}${leg}${legs.length > 1 ? '┼' : '─'}── `
      : `   ${left}${leg}${right}   `;
  });
  const gap = ` ──┤${' '.repeat(legs[0]!.length)}├── `;
  return { lines: isOdd ? rows : [...rows.slice(0, middle), gap, ...rows.slice(middle)], base: middle };
};

const brackets = (index: number, count: number): readonly [string, string] => {
  if (index === 0) return ['┌', '┐'];
  return index === count - 1 ? ['└', '┘'] : ['├', '┤'];
};

const joinBlocks = (blocks: readonly Block[]): readonly string[] => {
  const above = Math.max(...blocks.map(({ base }) => base));
  const below = Math.max(...blocks.map(({ lines, base }) => lines.length - base));
  const rows = Array.from({ length: above + below }, (_, row) =>
    blocks.map(({ lines, base }) => lines[row - above + base] ?? ' '.repeat(lines[0]!.length)).join(''),
  );
  return rows.map((row) => row.trimEnd());
};
