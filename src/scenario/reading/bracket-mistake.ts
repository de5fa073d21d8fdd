import type { LineCounter } from 'yaml';
import type { Lexeme } from './lexemes.ts';

/** What is wrong at a character of a text that is not YAML. */
export interface SyntaxMistake {
  readonly offset: number;
  readonly what: string;
  readonly right: string;
}

/** The first bracket that is not closed, that another one closes, or that closes nothing. */
export const bracketMistake = (lexemes: readonly Lexeme[], lines: LineCounter): SyntaxMistake | undefined => {
  const open: Lexeme[] = [];
  for (const lexeme of lexemes) {
    if (lexeme.type in closing) open.push(lexeme);
    if (lexeme.type === 'flow-error-end' && open.length > 0) break;
    if (!isEnd(lexeme)) continue;
    const start = open.pop();
    if (!start) return closesNothing(lexeme);
    if (closing[start.type] !== lexeme.text) return closedByAnother(start, lexeme, lines);
  }
  const start = open.at(-1);
  return start && { offset: start.offset, what: `${start.text} is not closed`, right: closeIt(start) };
};

const closing: Readonly<Record<string, string>> = { 'flow-map-start': '}', 'flow-seq-start': ']' };

const isEnd = ({ type }: Lexeme): boolean => type === 'flow-map-end' || type === 'flow-seq-end';

const closesNothing = ({ offset, text }: Lexeme): SyntaxMistake => ({
  offset,
  what: `${text} closes nothing`,
  right: `remove it, or add the ${text === '}' ? '{' : '['} that it closes`,
});

const closedByAnother = (start: Lexeme, end: Lexeme, lines: LineCounter): SyntaxMistake => {
  const { line, col } = lines.linePos(end.offset);
  const what = `${start.text} is not closed before the ${end.text} in line ${line}, column ${col}`;
  return { offset: start.offset, what, right: closeIt(start) };
};

const closeIt = ({ type }: Lexeme): string => `close it with ${closing[type]}`;

/** How each bracket changes the depth of brackets inside each other. */
export const bracketDepths: Readonly<Record<string, number>> = {
  ...{ 'flow-map-start': 1, 'flow-seq-start': 1, 'flow-map-end': -1, 'flow-seq-end': -1 },
};
