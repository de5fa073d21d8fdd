import { printable } from '../../text/printable.ts';

/**
 * Breaks a text between words into lines of at most `width` characters, but leaves at least 20 for the text; the first
 * line follows `lead`, the others are indented to its length. Words joined by a no-break space stay on one line; the
 * space is printed as an ordinary one.
 */
export const wrapUnder = (lead: string, text: string, width: number): readonly string[] => {
  const textWidth = Math.max(width - lead.length, 20);
  const lines = [''];
  for (const word of printable(text).split(/[ \t\n]+/)) {
    const last = lines.at(-1)!;
    if (last !== '' && last.length + 1 + word.length > textWidth) lines.push(word);
    else lines[lines.length - 1] = last === '' ? word : `${last} ${word}`;
  }
  return lines.map((line, index) => (index === 0 ? lead : ' '.repeat(lead.length)) + line.replaceAll('\u00a0', ' '));
};
