import type { Alias, Document, LineCounter, Node, Pair } from 'yaml';
import { isAlias, isMap, isScalar, isSeq } from 'yaml';
import type { Problem } from './problem.ts';
import type { Path } from '../model/scenario.ts';

/** A problem with its position in the file; lines and columns count from 1. */
export interface LocatedProblem extends Problem {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** The text of that line. */
  readonly source: string;
}

/** The text of a file with the offsets of its lines. */
export interface SourceLines {
  readonly file: string;
  readonly text: string;
  readonly lines: LineCounter;
}

/** Locates a problem at the deepest part of its path that the file contains. */
export const locateProblem = (
  { document, ...lines }: SourceLines & { readonly document: Document },
  problem: Problem,
): LocatedProblem => locateAtOffset(lines, problem, offsetOf(document.contents, document, problem.at, problem.part));

/** Locates a problem at a character offset of the file. */
export const locateAtOffset = (
  { file, text, lines }: SourceLines,
  problem: Problem,
  offset: number,
): LocatedProblem => {
  const { line, col } = lines.linePos(offset);
  const source = text.split('\n')[line - 1] ?? '';
  return { ...problem, file, line: Math.max(line, 1), column: Math.max(col, 1), source: source.replace(/\r$/, '') };
};

/** Sorts problems by position and drops duplicates. */
export const sortByPosition = (problems: readonly LocatedProblem[]): readonly LocatedProblem[] =>
  [...new Map(problems.map((problem) => [`${problem.line}:${problem.column} ${problem.what}`, problem])).values()].sort(
    (a, b) => a.line - b.line || a.column - b.column,
  );

const offsetOf = (root: Node | null, document: Document, path: Path, part: Problem['part']): number => {
  let offset = startOf(root) ?? 0;
  let node: unknown = root;
  for (const [depth, step] of path.entries()) {
    const entry = entryAt(resolveAlias(node, document), step, document);
    if (!entry) return offset;
    const isLast = depth === path.length - 1;
    const keyOffset = isLast && part === 'key' ? startOf(entry.key) : undefined;
    offset = keyOffset ?? startOf(entry.value) ?? startOf(entry.key) ?? offset;
    node = entry.value;
  }
  return offset;
};

type Entry = { readonly key?: unknown; readonly value: unknown };

const entryAt = (node: unknown, step: string | number, document: Document): Entry | undefined => {
  if (isSeq(node)) return { value: node.items[Number(step)] };
  if (!isMap(node)) return undefined;
  return node.items.find(({ key }) => keyText(key) === String(step)) ?? mergedEntry(node.items, step, document);
};

const mergedEntry = (pairs: readonly Pair[], step: string | number, document: Document): Entry | undefined => {
  for (const { key, value } of pairs) {
    if (keyText(key) !== '<<') continue;
    const merged = resolveAlias(value, document);
    const mappings = isSeq(merged) ? merged.items.map((item) => resolveAlias(item, document)) : [merged];
    for (const mapping of mappings) {
      const entry = entryAt(mapping, step, document);
      if (entry) return entry;
    }
  }
  return undefined;
};

const keyText = (key: unknown): string | undefined => {
  if (!isScalar(key)) return undefined;
  // The yaml library represents a merge key by a symbol described as `<<`.
  return typeof key.value === 'symbol' ? key.value.description : String(key.value ?? '');
};

const resolveAlias = (node: unknown, document: Document): unknown =>
  isAlias(node) ? (node as Alias).resolve(document) : node;

const startOf = (node: unknown): number | undefined => (node as Node | null | undefined)?.range?.[0];
