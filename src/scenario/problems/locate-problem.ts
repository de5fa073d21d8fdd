import type { Alias, Document, Node, Pair } from 'yaml';
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

/** A file by its name and text. */
export interface Source {
  readonly file: string;
  readonly text: string;
}

/** A file, and what finds a part of it: the parsed document, or less where that is enough. */
export interface ParsedSource extends Source {
  readonly document: Document;
  /** Finds the character at which the list or the mapping at a path begins; absent where only the document knows. */
  startOf?(at: Path): number | undefined;
}

/** Locates a problem at the deepest part of its path that the file contains. */
export const locateProblem = (parsed: ParsedSource, problem: Problem): LocatedProblem => {
  const { at, part } = problem;
  const offset = part === 'value' ? parsed.startOf?.(at) : undefined;
  return locateAtOffset(parsed, problem, offset ?? offsetOf(parsed.document, at, part));
};

/** Locates a problem at a character offset of the file. */
export const locateAtOffset = ({ file, text }: Source, problem: Problem, offset: number): LocatedProblem => {
  const lines = text.slice(0, offset).split('\n');
  const [source = ''] = text.slice(offset - lines.at(-1)!.length).split(/\r?(?:\n|$)/, 1);
  return { ...problem, file, line: lines.length, column: lines.at(-1)!.length + 1, source };
};

/** Sorts problems by position and drops duplicates. */
export const sortByPosition = (problems: readonly LocatedProblem[]): readonly LocatedProblem[] =>
  [...new Map(problems.map((problem) => [`${problem.line}:${problem.column} ${problem.what}`, problem])).values()].sort(
    (a, b) => a.line - b.line || a.column - b.column,
  );

const offsetOf = (document: Document, path: Path, part: Problem['part']): number => {
  let offset = startOf(document.contents) ?? 0;
  let node: unknown = document.contents;
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
