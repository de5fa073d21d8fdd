/**
 * Where output differs from what a page shows, or undefined: `{ line?, wanted, saw }` with the page's line. Runs of blanks count as one. `…` in a line
 * stands for anything there, a line that is only `…` for any lines. `begun` asks whether output that may go on starts as shown.
 */
export const differ = (shown, output, { begun = false } = {}) => {
  const lines = linesOf(output);
  let at = 0;
  let gap = false;
  for (const { line, text } of trimmed(shown)) {
    if (text.trim() === '…') {
      gap = true;
      continue;
    }
    const found = lines.findIndex((said, index) => index >= at && matches(text, said));
    if (found < 0 || (found > at && !gap)) return { line, wanted: text, saw: lines[at] ?? nothing };
    at = found + 1;
    gap = false;
  }
  if (begun || gap || at === lines.length) return undefined;
  return { wanted: nothing, saw: lines[at] };
};

const nothing = '(no more output)';

const linesOf = (output) =>
  output
    .replace(/\r/g, '')
    .trimEnd()
    .split('\n')
    .slice(output.trim() === '' ? 1 : 0);

const trimmed = (shown) => shown.slice(0, shown.findLastIndex(({ text }) => text.trim() !== '') + 1);

const matches = (text, said) =>
  new RegExp(
    `^${blanks(text)
      .split('…')
      .map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'))
      .join('.*')}$`,
  ).test(blanks(said));

const blanks = (text) => text.trim().replace(/\s+/g, ' ');
