import type { Drawing } from './callouts.ts';

/** Draws a ring: its first half from left to right, the rest below it from right to left; `mtuText` labels the link of two nodes. */
export const drawRing = (names: readonly string[], mtuText: (from: string, to: string) => string): Drawing => {
  const half = Math.ceil(names.length / 2);
  const [top, bottom] = [names.slice(0, half), names.slice(half).toReversed()];
  const [left, right] = [mtuText(top[0]!, bottom[0]!), mtuText(top.at(-1)!, bottom.at(-1)!)];
  const margin = Math.floor(left.length / 2);
  const rows = [top, bottom].map((side) => layOut(side, mtuText, margin + 4));
  const width = Math.max(...rows.map(({ text }) => text.length));
  const line = (index: 0 | 1, [start, end]: readonly [string, string]): string =>
    `${' '.repeat(margin)}${start}── ${`${rows[index]!.text} `.padEnd(width + 1, '─')}──${end}`;
  const rightColumn = margin + 4 + width + 3;
  return {
    lines: [line(0, ['┌', '┐']), left.padEnd(rightColumn - Math.floor(right.length / 2)) + right, line(1, ['└', '┘'])],
    nodes: new Map(
      rows.flatMap(({ columns }, index) => columns.map(([name, column]) => [name, { row: 2 * index, column }])),
    ),
  };
};

const layOut = (names: readonly string[], mtuText: (from: string, to: string) => string, from: number) => {
  let text = names[0]!;
  const columns: (readonly [string, number])[] = [[names[0]!, from]];
  names.slice(1).forEach((name, index) => {
    text += ` ──${mtuText(names[index]!, name)}── `;
    columns.push([name, from + text.length]);
    text += name;
  });
  return { text, columns };
};
