import { printable } from './printable.ts';

/** Breaks a text between words so that no line is wider than `width`; the first line follows `lead`, the others are indented under it. A no-break space is kept whole and printed as a space. */
export const wrapUnder = (lead: string, text: string, width: number): readonly string[] => {
  const room = Math.max(width - lead.length, 20);
  const lines = [''];
  for (const word of printable(text).split(/[ \t\n]+/)) {
    const last = lines.at(-1)!;
    if (last !== '' && last.length + 1 + word.length > room) lines.push(word);
    else lines[lines.length - 1] = last === '' ? word : `${last} ${word}`;
  }
  return lines.map((line, index) => (index === 0 ? lead : ' '.repeat(lead.length)) + line.replaceAll('\u00a0', ' '));
};
