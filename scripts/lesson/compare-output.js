/**
 * Returns the first difference between a page and the output of a command as `{ line?, wanted, saw }`, or undefined. Runs of blanks count as one. `…` in a
 * line matches anything, a line that is only `…` matches any lines. With `partial` the output may continue after the last line of the page.
 */
export const compareOutput = (shown, output, { partial = false } = {}) => {
  const lines = linesOf(output);
  let at = 0;
  let gap = false;
  for (const { line, text } of trimmed(shown)) {
    if (text.trim() === '…') {
      gap = true;
      continue;
    }
    const found = lines.findIndex((printed, index) => index >= at && matches(text, printed));
    if (found < 0 || (found > at && !gap)) return { line, wanted: text, saw: lines[at] ?? nothing };
    at = found + 1;
    gap = false;
  }
  if (partial || gap || at === lines.length) return undefined;
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

const matches = (text, printed) =>
  new RegExp(
    `^${blanks(text)
      .split('…')
      .map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'))
      .join('.*')}$`,
  ).test(blanks(printed));

const blanks = (text) => text.trim().replace(/\s+/g, ' ');
