import { printable, printableLine } from '../../text/printable.ts';

/** Escapes a text for one line of GitHub's Markdown, a cell of a table included, so that it is shown as it is. */
export const escapeMarkdown = (text: string): string =>
  printableLine(text)
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/[\\`*_~[\]#]/g, '\\$&')
    // Parsers differ in how a table ends a cell at an escaped bar.
    .replace(/[&<>|]/g, (sign) => entities[sign]!);

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '|': '&#124;' };

/** Puts lines into a code block, whose fence is longer than any that is in them. */
export const codeBlock = (lines: readonly string[]): string => {
  const text = printable(lines.join('\n'));
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}text\n${text}\n${fence}\n`;
};

/** Formats rows of escaped cells as a table; the first row is its head. */
export const markdownTable = ([head = [], ...rows]: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |\n`).join('');
