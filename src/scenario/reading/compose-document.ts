import { Composer, CST, Document, isCollection, isPair, isScalar, Lexer, Parser, YAMLParseError } from 'yaml';
import type { LineCounter } from 'yaml';
import { scenarioLimits } from '../problems/scenario-limits.ts';

/** Why a text is not read any further, and the character at which the limit is passed. */
export interface Excess {
  readonly offset: number;
  readonly what: string;
  readonly right: string;
}

/** Text → YAML document, or the limit that the text passes. The library's `parseDocument` has no limits: it overflows the stack at 1000 levels. */
export const composeDocument = (text: string, lines: LineCounter): Composed => {
  lines.addNewLine(0);
  const excess = tooLong(text) ?? unprintable(text, lines);
  if (excess) return { document: new Document(), excess };
  const parsed = parseTokens(text, lines);
  if (!Array.isArray(parsed)) return { document: new Document(), excess: parsed as Excess };
  const [document, second] = firstTwo(parsed as readonly CST.Token[], text.length);
  if (second) document.errors.push(errorAt(second.range[0], 'MULTIPLE_DOCS', 'A second document'));
  return { document, duplicateKeys: duplicateKeysOf(document.contents) };
};

interface Composed {
  readonly document: Document;
  readonly duplicateKeys?: readonly DuplicateKey[];
  readonly excess?: Excess;
}

/** A key that its mapping has already, and the characters at which the two begin. */
export interface DuplicateKey {
  readonly name: string;
  readonly offset: number;
  readonly firstOffset: number;
}

const tooLong = (text: string): Excess | undefined => {
  const { bytes } = scenarioLimits;
  // A UTF-16 unit has at most 3 bytes of UTF-8: most files need not be counted.
  const size = text.length * 3 <= bytes ? 0 : Buffer.byteLength(text);
  return size <= bytes
    ? undefined
    : { offset: 0, what: `the file has ${size} bytes`, right: `at most ${bytes}: describe a smaller network` };
};

/** YAML 1.2.2, 5.1: of the C0 controls a text may contain only tab, line feed and carriage return. */
const unprintable = (text: string, lines: LineCounter): Excess | undefined => {
  const offset = text.search(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/);
  if (offset < 0) return undefined;
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) lines.addNewLine(at + 1);
  const code = text.charCodeAt(offset).toString(16).padStart(2, '0');
  return { offset, what: `not YAML: the control character 0x${code}`, right: 'leave it out' };
};

const parseTokens = (text: string, lines: LineCounter): readonly CST.Token[] | Excess => {
  const { depth, tokens: most } = scenarioLimits;
  const parser = new Parser(lines.addNewLine);
  const tokens: CST.Token[] = [];
  let count = 0;
  const canHaveMany = text.length > most;
  for (const lexeme of new Lexer().lex(text)) {
    const { offset } = parser;
    for (const token of parser.next(lexeme)) tokens.push(token);
    if (collectionsOn(parser.stack) > depth)
      return { offset, what: `more than ${depth} lists and mappings inside each other`, right: `at most ${depth}` };
    if (canHaveMany && !layout.has(CST.tokenType(lexeme))) count += 1;
    if (count > most)
      return { offset, what: `more than ${most} words and punctuation marks`, right: 'describe a smaller network' };
  }
  for (const token of parser.end()) tokens.push(token);
  return tokens;
};

/** The stack of the parser begins with the document, and a scalar can be at its top. */
const collectionsOn = (stack: readonly CST.Token[]): number => stack.length - (CST.isCollection(stack.at(-1)) ? 1 : 2);

/** `scalar` only announces the text that follows. */
const layout = new Set<string | null>(['space', 'newline', 'comment', 'scalar', 'doc-mode', 'byte-order-mark']);

const firstTwo = (tokens: readonly CST.Token[], end: number): readonly [Document.Parsed, Document.Parsed?] => {
  // The library compares each key with all before it, which takes minutes for a file of keys.
  const composer = new Composer({ merge: true, prettyErrors: false, logLevel: 'error', uniqueKeys: false });
  const documents: Document.Parsed[] = [];
  // An error per character is possible, and taking down its stack costs ten times the rest.
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    for (const document of composer.compose(tokens, true, end)) if (documents.push(document) === 2) break;
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
  return documents as unknown as readonly [Document.Parsed, Document.Parsed?];
};

/** Walks the document itself, which costs less than the library's `visit`. */
const duplicateKeysOf = (node: unknown, found: DuplicateKey[] = []): readonly DuplicateKey[] => {
  if (!isCollection(node) || found.length > scenarioLimits.problems) return found;
  const offsets = new Map<unknown, number>();
  for (const item of node.items) {
    duplicateKeysOf(isPair(item) ? item.value : item, found);
    if (!isPair(item) || !isScalar(item.key)) continue;
    const { value, range } = item.key;
    const offset = range?.[0] ?? 0;
    const firstOffset = offsets.get(value);
    if (firstOffset === undefined) offsets.set(value, offset);
    else found.push({ name: String(value), offset, firstOffset });
  }
  return found;
};

const errorAt = (offset: number, code: YAMLParseError['code'], message: string): YAMLParseError =>
  new YAMLParseError([offset, offset + 1], code, message);
