import { excerpt } from '../limits/excerpt.ts';
import type { LocatedProblem } from './locate-problem.ts';

/** A problem as its reader sees it: `file:line:col: what; what would be right`, the line with its number, and a caret under the place. */
export const formatProblem = ({ file, line, column, source, what, right, word }: LocatedProblem): string => {
  const number = `${line} | `;
  // A terminal shows a tab of the source as wide as the same tab above the caret.
  const shown = excerpt(source, column);
  const indent = shown.source.slice(0, shown.column - 1).replace(/[^\t]/g, ' ');
  return [
    `${file}:${line}:${column}: ${printable(what)}; ${printable(right)}`,
    `${number}${printable(shown.source)}`,
    `${' '.repeat(number.length)}${indent}^`,
    ...(word === undefined ? [] : [`${' '.repeat(number.length)}more: mtulab explain ${word}`]),
    '',
  ].join('\n');
};

/** What a file contains must not steer the terminal that shows it. */
const printable = (text: string): string => text.replace(/[\u0000-\u0008\u000a-\u001f\u007f-\u009f]/g, '\ufffd');
