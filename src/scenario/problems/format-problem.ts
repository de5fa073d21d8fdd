import { printable, printableLine } from '../../text/printable.ts';
import type { LocatedProblem } from './locate-problem.ts';

/** A problem as its reader sees it: `file:line:col: what; what would be right`, the line with its number, and a caret under the place. */
export const formatProblem = ({ file, line, column, source, what, right, word }: LocatedProblem): string => {
  const number = `${line} | `;
  // A terminal shows a tab of the source as wide as the same tab above the caret.
  const indent = source.slice(0, column - 1).replace(/[^\t]/g, ' ');
  return [
    `${printableLine(file)}:${line}:${column}: ${printableLine(what)}; ${printableLine(right)}`,
    `${number}${printable(source)}`,
    `${' '.repeat(number.length)}${indent}^`,
    ...(word === undefined ? [] : [`${' '.repeat(number.length)}more: mtulab explain ${word}`]),
    '',
  ].join('\n');
};
