import { printable } from './printable.ts';

/**
 * Breaks a text between words into lines of at most `width` characters, but leaves at least 20 for the text; the first
 * line follows `lead`, the others are indented to its length. A word that is longer than a line stays whole. Words
 * joined by a no-break space, and words between backquotes, stay on one line; the space is printed as an ordinary one.
 */
export const wrapUnder = (lead: string, text: string, width = Infinity): readonly string[] => {
  const textWidth = Math.max(width - lead.length, 20);
  const lines = [''];
  for (const word of keepQuoted(printable(text)).split(/[ \t\n]+/)) {
    const last = lines.at(-1)!;
    if (last !== '' && last.length + 1 + word.length > textWidth) lines.push(word);
    else lines[lines.length - 1] = last === '' ? word : `${last} ${word}`;
  }
  return lines.map((line, index) => (index === 0 ? lead : ' '.repeat(lead.length)) + line.replaceAll('\u00a0', ' '));
};

/** Breaks each line of a text that is longer than `width`; what follows is indented as that line is. */
export const wrapLines = (text: string, width = Infinity): string =>
  text
    .split('\n')
    .map((line) => (line.length > width ? wrapUnder(/^ */.exec(line)![0], line.trim(), width).join('\n') : line))
    .join('\n');

/**
 * Breaks a line that is longer than `width`; what follows is indented as its last column is, if at least two spaces
 * separate it from a name, else as the line itself is.
 */
export const wrapColumns = (line: string, width = Infinity): readonly string[] => {
  const [lead] = /^ *(?:\S+ {2,})?/.exec(line)!;
  return line.length > width ? wrapUnder(lead, line.slice(lead.length), width) : [line];
};

/** What stands between backquotes may be a command to paste. */
const keepQuoted = (text: string): string => text.replace(/`[^`\n]*`/g, (quoted) => quoted.replaceAll(' ', '\u00a0'));
