import { CST, Lexer } from 'yaml';

/** A word, a bracket, a colon … of a YAML text, with its place in it. */
export interface Lexeme {
  /** The name of the yaml library for its kind; `plain` is text without quotes, or the text of a block. */
  readonly type: string;
  readonly offset: number;
  readonly text: string;
}

/** Splits a text that is not YAML, to find out what is wrong with it; spaces, line ends and comments are left out. */
export const lexemesOf = (text: string): readonly Lexeme[] => {
  const lexemes: Lexeme[] = [];
  let offset = 0;
  let isPlain = false;
  for (const lexeme of new Lexer().lex(text)) {
    const type: string = isPlain ? 'plain' : (CST.tokenType(lexeme) ?? 'unknown');
    isPlain = type === 'scalar';
    if (isPlain || type === 'doc-mode') continue;
    if (!layout.has(type)) lexemes.push({ type, offset, text: lexeme });
    if (type !== 'flow-error-end') offset += lexeme.length;
  }
  return lexemes;
};

const layout = new Set(['space', 'newline', 'comment', 'byte-order-mark']);
