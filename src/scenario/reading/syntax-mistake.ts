import type { LineCounter, YAMLError } from 'yaml';
import type { SyntaxMistake } from './bracket-mistake.ts';
import { bracketDepths, bracketMistake } from './bracket-mistake.ts';
import { indentationMistake } from './indentation-mistake.ts';
import type { Lexeme } from './lexemes.ts';
import { lexemesOf } from './lexemes.ts';

/** Describes why a text is not YAML: the first mistake, at the place where it was made rather than where the parser noticed it. */
export const syntaxMistake = (errors: readonly YAMLError[], text: string, lines: LineCounter): SyntaxMistake => {
  const error = errors.reduce((first, each) => (each.pos[0] < first.pos[0] ? each : first));
  const [offset] = error.pos;
  const remedy = remedies[error.code];
  if (remedy) return { offset, ...remedy };
  const lexemes = lexemesOf(text);
  const bracket = bracketMistake(lexemes, lines);
  return (
    openQuote(error, lexemes, lines) ??
    unquotedVariable(offset, text) ??
    (bracket && bracket.offset <= offset ? bracket : undefined) ??
    missingSpace(offset, lexemes) ??
    indentationMistake(offset, lexemes, text, lines) ??
    colonInText(offset, lexemes, text) ?? {
      offset,
      what: `not YAML: ${lowerFirst(error.message)}`,
      right: fallbacks[error.code] ?? 'check the indentation, brackets and quotes here',
    }
  );
};

const remedies: Readonly<Record<string, Omit<SyntaxMistake, 'offset'>>> = {
  TAB_AS_INDENT: { what: 'not YAML: indented with a tab', right: 'indent with spaces' },
  MULTIPLE_DOCS: { what: 'a second YAML document starts here', right: 'write one scenario per file' },
};

const fallbacks: Readonly<Record<string, string>> = {
  BLOCK_AS_IMPLICIT_KEY: 'quote text that contains ": "',
  BAD_SCALAR_START: 'quote the text',
  MISSING_CHAR: 'add the missing character',
};

/** Text in quotes that has no end, or that ends at a quote of another text, some lines below. */
const openQuote = (
  { message, pos: [offset] }: YAMLError,
  lexemes: readonly Lexeme[],
  lines: LineCounter,
): SyntaxMistake | undefined => {
  const quoted = lexemes.findLast((lexeme) => lexeme.type.endsWith('quoted-scalar') && lexeme.offset < offset);
  if (!quoted) return undefined;
  const isOpen = /closing ["']quote/.test(message);
  const end = lines.linePos(quoted.offset + quoted.text.length - 1);
  if (!isOpen && !(quoted.text.includes('\n') && end.line === lines.linePos(offset).line)) return undefined;
  const quote = quoted.text[0]!;
  const what = isOpen ? 'is not closed' : `is closed only in line ${end.line}, column ${end.col}`;
  return { offset: quoted.offset, what: `the quote ${quote} ${what}`, right: `close it with ${quote} in its line` };
};

const unquotedVariable = (offset: number, text: string): SyntaxMistake | undefined => {
  const [variable] = /^\$\{[^{}\n]*\}/.exec(text.slice(offset - 1)) ?? [];
  return variable === undefined
    ? undefined
    : { offset: offset - 1, what: `${variable} without quotes`, right: `quote it: "${variable}"` };
};

/** `client:host` is one word, which continues in the next line. */
const missingSpace = (offset: number, lexemes: readonly Lexeme[]): SyntaxMistake | undefined => {
  const word = lexemes.find((lexeme) => lexeme.type === 'plain' && lexeme.offset === offset);
  const [, key, value] = /^([\w-]+):([^\s:]+)\n/.exec(word?.text ?? '') ?? [];
  if (key === undefined) return undefined;
  return { offset: offset + key.length, what: `no space after the colon of ${key}`, right: `write ${key}: ${value}` };
};

/** `title: A cliff: it stalls`: a key has no key as its value in the same line. */
const colonInText = (offset: number, lexemes: readonly Lexeme[], text: string): SyntaxMistake | undefined => {
  const index = lexemes.findIndex((lexeme) => lexeme.type === 'plain' && lexeme.offset === offset);
  const [word, colon] = lexemes.slice(index, index + 2);
  if (index < 0 || colon?.type !== 'map-value-ind' || word!.text.includes('\n')) return undefined;
  const isInBrackets = lexemes.slice(0, index).reduce((depth, { type }) => depth + (bracketDepths[type] ?? 0), 0) > 0;
  const [line = ''] = text.slice(offset).split(isInBrackets ? /[\n,\]}]/ : '\n', 1);
  const right = `quote the text: ${JSON.stringify(line.replace(/\s+#.*$/, '').trim())}`;
  return { offset: colon.offset, what: 'a colon with a space after it, in text without quotes', right };
};

const lowerFirst = (message: string): string => message.charAt(0).toLowerCase() + message.slice(1);
