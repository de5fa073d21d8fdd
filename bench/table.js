/** The rows as text: what, figure, target, met or not, and the medians of a ratio with minimum and maximum. */
export const table = (rows) => {
  const lines = rows.map((row) => [row.what, row.figure, row.target, metOf(row), timesOf(row)]);
  const widths = headings.map((heading, column) =>
    Math.max(heading.length, ...lines.map((line) => line[column].length)),
  );
  return [headings, widths.map((width) => '─'.repeat(width)), ...lines]
    .map(
      (line) =>
        `${line
          .map((cell, column) => cell.padEnd(widths[column]))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('');
};

const headings = ['what', 'figure', 'target', 'met?', 'milliseconds: median (least to most)'];

const metOf = ({ met }) => (met === undefined ? '-' : met ? 'yes' : 'NO');

const timesOf = ({ ours, theirs }) => [ours, theirs].filter(Boolean).map(formatSpread).join(' against ');

const formatSpread = ({ median, min, max }) => `${round(median)} (${round(min)} to ${round(max)})`;

const round = (ms) => (ms < 100 ? ms.toFixed(1) : ms.toFixed(0));
