import { wrapUnder } from './wrap.ts';

/**
 * Formats rows of cells as lines: columns as wide as their widest cell, two spaces apart, no trailing spaces. In lines
 * of `width` characters the text of the last column is wrapped, and all other cells stay whole; where these leave less
 * than 24 characters or than its longest word has, it follows on lines of its own.
 */
export const alignColumns = (rows: readonly (readonly string[])[], width = Infinity): readonly string[] => {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((cells) => cells[column]!.length)));
  const padded = rows.map((cells) => cells.map((cell, column) => cell.padEnd(widths[column]!)));
  const lines = padded.map((cells) => cells.join('  ').trimEnd());
  if (widths.length < 2 || lines.every((line) => line.length <= width)) return lines;
  const longestWord = Math.max(
    ...rows.flatMap((cells) =>
      cells
        .at(-1)!
        .split(/[ \t\n]+/)
        .map(({ length }) => length),
    ),
  );
  const fitsBeside =
    width - widths.slice(0, -1).reduce((sum, each) => sum + each + 2, 0) >= Math.max(minWidth, longestWord);
  return padded.flatMap((cells) => {
    const [before, last] = [cells.slice(0, -1).join('  '), cells.at(-1)!.trimEnd()];
    if (fitsBeside) return wrapUnder(`${before}  `, last, width).map((line) => line.trimEnd());
    return [before.trimEnd(), ...(last === '' ? [] : wrapUnder('    ', last, width))];
  });
};

const minWidth = 24;
