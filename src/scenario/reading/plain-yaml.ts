import { FAILSAFE_SCHEMA, load, Type } from 'js-yaml';
import type { LoadOptions, State } from 'js-yaml';
import type { Path } from '../model/scenario.ts';
import { scenarioLimits } from '../problems/scenario-limits.ts';

/**
 * The value of a YAML text that is written plainly, as most scenarios are; undefined for any other text, valid or not. js-yaml takes a fifth of
 * the time of a parser that knows where each value is written (a seventh of `validate`), and gets only texts that both read alike: a test
 * compares them over a great many.
 */
export const readPlainYaml = (text: string): unknown => {
  // A text of so few characters has no more values than a file may have.
  if (text.length > scenarioLimits.values || isUnusual(text)) return undefined;
  try {
    const value = load(text, { schema, onWarning: leave });
    return isPlain(value, 0) ? value : undefined;
  } catch {
    return undefined; // the other parser finds out what is wrong, and where
  }
};

/** The character at which each list and mapping of such a text begins, by its path as JSON; it takes as long as reading it. */
export const startsInPlainYaml = (text: string): ReadonlyMap<string, number> => {
  const opened: number[] = [];
  const startOf = new Map<unknown, number>();
  const listener: LoadOptions['listener'] = (event, { position, result }: State) => {
    if (event === 'open') opened.push(position);
    else startOf.set(result, opened.pop()!);
  };
  const starts = new Map<string, number>();
  const walk = (value: unknown, at: Path): void => {
    if (typeof value !== 'object' || value === null) return;
    const position = startOf.get(value)!;
    starts.set(JSON.stringify(at), position + spaceAt(text, position));
    for (const [key, each] of Object.entries(value)) walk(each, [...at, Array.isArray(value) ? Number(key) : key]);
  };
  walk(load(text, { schema, listener }), []);
  return starts;
};

/** The length of the spaces, ends of lines and comments that begin at a position. */
const spaceAt = (text: string, position: number): number => {
  space.lastIndex = position;
  return space.exec(text)![0].length;
};

const space = /(?:[ \n]|#.*)*/y;

/** Leaves the text to the other parser. */
const leave = (): never => {
  throw new Error('not plain');
};

/** Whether a text may have something that the libraries read differently, or that only one of them refuses. */
const isUnusual = (text: string): boolean => {
  if (unusualCharacter.test(text)) return true;
  const lines = text
    .replaceAll(/^ *#.*/gm, '')
    .replaceAll(/(?<=\w)'(?=\w)/g, '')
    .replaceAll(/'[^'\n]*'|"[^"\n]*"/g, '\\')
    .replaceAll(/ #.*/g, '');
  return (
    unusualSyntax.test(lines) ||
    !lines
      .replaceAll(/[^[\]{}\n]+/g, '')
      .split('\n')
      .every(closesItsBrackets)
  );
};

/** Tabs, escapes, controls, ends of lines other than a line feed, byte order marks, and what takes two UTF-16 units. */
const unusualCharacter = /[^\n\x20-\x5b\x5d-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd]/;

const unusualSyntax = new RegExp(
  [
    /["']|^ *(?!- |.*:(?: |$))[^\s[{\\]/, // a text of several lines, or a quote inside a word
    /[\\\]}]#|[\]}] *:/, // a comment without a space before it, a list or a mapping as a key
    /(?:^|[\s[{,:-])[&*!|>%@`]/, // anchors, aliases, tags, blocks of text, directives
    /(?:^|[\s[{,])[?:]|<<|^(?:---|\.\.\.)/, // explicit, empty and merge keys, several documents
  ]
    .map(({ source }) => source)
    .join('|'),
  'm',
);

const closesItsBrackets = (brackets: string): boolean =>
  brackets === '' || brackets.split(/[[{]/).length === brackets.split(/[\]}]/).length;

const scalar = (name: string, isOne: (text: string) => boolean, construct: (text: string) => unknown): Type =>
  new Type(`tag:yaml.org,2002:${name}`, {
    ...{ kind: 'scalar', construct },
    resolve: (text: unknown) => typeof text === 'string' && isOne(text),
  });

const oneOf =
  (...words: readonly string[]) =>
  (text: string): boolean =>
    words.includes(text);

/** A text that begins like no number is not matched, which saves most files the compilation of these expressions. */
const numberLike =
  (pattern: RegExp) =>
  (text: string): boolean =>
    '+-.0123456789'.includes(text.charAt(0)) && pattern.test(text);

/** Words without quotes as YAML 1.2.2 types them (10.3.2). */
const schema = FAILSAFE_SCHEMA.extend({
  implicit: [
    scalar('null', oneOf('~', 'null', 'Null', 'NULL'), leave),
    scalar('true', oneOf('true', 'True', 'TRUE'), () => true),
    scalar('false', oneOf('false', 'False', 'FALSE'), () => false),
    scalar('int', numberLike(/^(?:[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+)$/), Number),
    scalar('float', numberLike(/^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/), Number),
    scalar('not-finite', numberLike(/^(?:[-+]?\.(?:inf|Inf|INF)|\.nan|\.NaN|\.NAN)$/), leave),
  ],
});

/** A value that is left out is a null that no word stands for. */
const isPlain = (value: unknown, depth: number): boolean =>
  typeof value !== 'object' ||
  (value !== null && depth < mostDepth && Object.values(value).every((each) => isPlain(each, depth + 1)));

/** Well below what a file may have. */
const mostDepth = scenarioLimits.depth / 2;
