import { wrapUnder } from './wrap.ts';

/**
 * Formats rows of cells as lines: columns as wide as their widest cell, two spaces apart, no trailing spaces. In lines
 * of `width` characters the text of the last column is wrapped, and all other cells stay whole; where these leave less
 * than 24 characters, it follows on lines of its own.
 */
export const alignColumns = (rows: readonly (readonly string[])[], width = Infinity): readonly string[] => {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((cells) => cells[column]!.length)));
  const padded = rows.map((cells) => cells.map((cell, column) => cell.padEnd(widths[column]!)));
  const lines = padded.map((cells) => cells.join('  ').trimEnd());
  if (widths.length < 2 || lines.every((line) => line.length <= width)) return lines;
  return padded.flatMap((cells) => wrapLast(cells.slice(0, -1).join('  '), cells.at(-1)!.trimEnd(), width));
};

const wrapLast = (before: string, last: string, width: number): readonly string[] =>
  width - before.length - 2 >= minWidth
    ? wrapUnder(`${before}  `, last, width).map((line) => line.trimEnd())
    : [before.trimEnd(), ...(last === '' ? [] : wrapUnder('    ', last, width))];

const minWidth = 24;
