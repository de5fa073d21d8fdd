import { printable, printableLine } from '../../text/printable.ts';
import { excerpt } from './excerpt.ts';
import type { LocatedProblem } from './locate-problem.ts';

/** Formats a problem for the terminal: `file:line:col: what; right`, then the numbered source line and a caret. */
export const formatProblem = ({ file, line, column, source, what, right, word }: LocatedProblem): string => {
  const number = `${line} | `;
  const shown = excerpt(source, column);
  // Tabs are kept, so that the terminal indents the caret as far as the source.
  const indent = shown.source.slice(0, shown.column - 1).replace(/[^\t]/g, ' ');
  return [
    `${printableLine(file)}:${line}:${column}: ${printableLine(what)}; ${printableLine(right)}`,
    `${number}${printable(shown.source)}`,
    `${' '.repeat(number.length)}${indent}^`,
    ...(word === undefined ? [] : [`${' '.repeat(number.length)}more: mtulab explain ${word}`]),
    '',
  ].join('\n');
};
