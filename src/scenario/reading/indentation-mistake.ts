import type { LineCounter } from 'yaml';
import type { SyntaxMistake } from './bracket-mistake.ts';
import { bracketDepths } from './bracket-mistake.ts';
import type { Lexeme } from './lexemes.ts';

/** A line that begins in a column in which nothing above it begins, at a character where the text is not YAML any more. */
export const indentationMistake = (
  offset: number,
  lexemes: readonly Lexeme[],
  text: string,
  lines: LineCounter,
): SyntaxMistake | undefined => {
  const begin = beginningAt(offset, lexemes, text);
  if (!begin) return undefined;
  const column = lines.linePos(begin.offset).col;
  const name = isItem(begin) ? item : begin.text;
  const open = openColumns(lexemes, begin.offset, text, lines).filter(
    (entry) => (entry.name === item) === isItem(begin),
  );
  const inner = open.find((entry) => entry.column > column);
  const outer = open.findLast((entry) => entry.column < column);
  const [near, far] = [inner, outer].filter((entry) => entry !== undefined);
  if (!near || open.some((entry) => entry.column === column)) return undefined;
  const above = `${near.name === item ? 'the item' : near.name} above it in column ${near.column}`;
  const what = `${name === item ? 'this item' : name} begins in column ${column}`;
  // A line that is too far to the right continues the text above it, and may be meant to.
  const quoted = text.slice(offset, begin.offset).trim() !== '' ? ', or quote the text' : '';
  return far
    ? {
        offset: begin.offset,
        what: `${what}, ${above}, and ${far.name} in column ${far.column}`,
        right: `begin it in column ${near.column} or ${far.column}`,
      }
    : { offset: begin.offset, what: `${what}, and ${above}`, right: `begin both in the same column${quoted}` };
};

/** The first word of the line that the error is about: the last line of a text that ends in a colon. */
const beginningAt = (offset: number, lexemes: readonly Lexeme[], text: string): Lexeme | undefined => {
  const next = lexemes.find((lexeme) => lexeme.offset + lexeme.text.length > offset);
  if (!next || next.type === 'flow-error-end') return undefined;
  if (next.type === 'plain' && next.text.includes('\n')) return lastLineOf(next);
  return isFirstOfLine(next, text) && text.slice(offset, next.offset).trim() === '' ? next : undefined;
};

const lastLineOf = ({ type, offset, text }: Lexeme): Lexeme => {
  const lastLine = text.slice(text.lastIndexOf('\n') + 1);
  return { type, offset: offset + text.length - lastLine.trimStart().length, text: lastLine.trim() };
};

interface OpenColumn {
  readonly column: number;
  readonly name: string;
}

/** The columns in which a line below `before` may begin, from left to right: those of the keys and items that are still open. */
const openColumns = (
  lexemes: readonly Lexeme[],
  before: number,
  text: string,
  lines: LineCounter,
): readonly OpenColumn[] => {
  let depth = 0;
  let isAfterItem = false;
  const open: OpenColumn[] = [];
  for (const lexeme of lexemes) {
    if (lexeme.offset >= before) break;
    if (depth === 0 && (isFirstOfLine(lexeme, text) || isAfterItem)) {
      const { col: column } = lines.linePos(lexeme.offset);
      const isLeftOf = (entry: OpenColumn): boolean => entry.column < column;
      open.splice(open.findLastIndex(isLeftOf) + 1);
      if (isItem(lexeme) || lexeme.type === 'plain') open.push({ column, name: isItem(lexeme) ? item : lexeme.text });
    }
    isAfterItem = isItem(lexeme);
    depth += bracketDepths[lexeme.type] ?? 0;
  }
  return open;
};

/** The dash of a list; nothing else has this name. */
const item = '-';

const isItem = ({ type }: Lexeme): boolean => type === 'seq-item-ind';

const isFirstOfLine = ({ offset }: Lexeme, text: string): boolean =>
  text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset).trim() === '';
