import type { Alias, Document, LineCounter, Node, Pair } from 'yaml';
import { isAlias, isMap, isScalar, isSeq } from 'yaml';
import type { Problem } from './problem.ts';
import type { Path } from '../model/scenario.ts';

/** A problem with its place in the file: line and column count from 1. */
export interface LocatedProblem extends Problem {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** The line of the file that the place is in. */
  readonly source: string;
}

/** A file that knows its lines. */
export interface SourceLines {
  readonly file: string;
  readonly text: string;
  readonly lines: LineCounter;
}

/** Gives a problem its place in the file: that of the nearest thing on its path that is written there. */
export const locateProblem = (
  { document, ...lines }: SourceLines & { readonly document: Document },
  problem: Problem,
): LocatedProblem => locateAtOffset(lines, problem, offset(document.contents, document, problem.at, problem.part));

/** Gives a problem the line and column of a character of the file. */
export const locateAtOffset = (
  { file, text, lines }: SourceLines,
  problem: Problem,
  offset: number,
): LocatedProblem => {
  const { line, col } = lines.linePos(offset);
  const source = text.split('\n')[line - 1] ?? '';
  return { ...problem, file, line: Math.max(line, 1), column: Math.max(col, 1), source: source.replace(/\r$/, '') };
};

/** Problems in the order of the file, each said once. */
export const sortByPlace = (problems: readonly LocatedProblem[]): readonly LocatedProblem[] =>
  [...new Map(problems.map((problem) => [`${problem.line}:${problem.column} ${problem.what}`, problem])).values()].sort(
    (a, b) => a.line - b.line || a.column - b.column,
  );

const offset = (root: Node | null, document: Document, path: Path, part: Problem['part']): number => {
  let here = start(root) ?? 0;
  let node: unknown = root;
  for (const [depth, step] of path.entries()) {
    const found = child(resolve(node, document), step, document);
    if (!found) return here;
    const last = depth === path.length - 1;
    here = (last && part === 'key' ? start(found.key) : undefined) ?? start(found.value) ?? start(found.key) ?? here;
    node = found.value;
  }
  return here;
};

type Found = { readonly key?: unknown; readonly value: unknown };

const child = (node: unknown, step: string | number, document: Document): Found | undefined => {
  if (isSeq(node)) return { value: node.items[Number(step)] };
  if (!isMap(node)) return undefined;
  return node.items.find(({ key }) => written(key) === String(step)) ?? merged(node.items, step, document);
};

const merged = (pairs: readonly Pair[], step: string | number, document: Document): Found | undefined => {
  for (const { key, value } of pairs) {
    if (written(key) !== '<<') continue;
    const source = resolve(value, document);
    const sources = isSeq(source) ? source.items.map((item) => resolve(item, document)) : [source];
    for (const each of sources) {
      const found = child(each, step, document);
      if (found) return found;
    }
  }
  return undefined;
};

const written = (key: unknown): string | undefined => {
  if (!isScalar(key)) return undefined;
  // The library turns a merge key into a symbol of this name.
  return typeof key.value === 'symbol' ? key.value.description : String(key.value ?? '');
};

const resolve = (node: unknown, document: Document): unknown =>
  isAlias(node) ? (node as Alias).resolve(document) : node;

const start = (node: unknown): number | undefined => (node as Node | null | undefined)?.range?.[0];
