import type { Document } from 'yaml';
import { isNode, LineCounter, parseDocument, visit } from 'yaml';
import type { LocatedProblem, ParsedSource } from '../problems/locate-problem.ts';
import { locateAtOffset } from '../problems/locate-problem.ts';
import type { SyntaxMistake } from './bracket-mistake.ts';
import type { DuplicateKey } from './compose-document.ts';
import { composeDocument } from './compose-document.ts';
import { readPlainYaml, startsInPlainYaml } from './plain-yaml.ts';
import { scenarioLimits } from '../problems/scenario-limits.ts';
import { syntaxMistake } from './syntax-mistake.ts';
import { valueExcess } from './value-excess.ts';

/** A file parsed as YAML: the document, for positions, and its plain value. */
export interface ParsedYaml extends ParsedSource {
  readonly value: unknown;
  readonly problems: readonly LocatedProblem[];
}

/** Parses a file; reports syntax errors, duplicate keys, and features of YAML that scenarios do not allow. */
export const parseYaml = (file: string, text: string): ParsedYaml => {
  const value = readPlainYaml(text);
  if (value === undefined) return parsePlaces(file, text);
  const document = once(() => parsePlaces(file, text).document);
  const starts = once(() => startsInPlainYaml(text));
  return {
    ...{ file, text, value, problems: [], startOf: (at) => starts().get(JSON.stringify(at)) },
    get document() {
      return document();
    },
  };
};

/** Most files have no problem that would have to be located. */
const once = <T>(make: () => T): (() => T) => {
  let made: T | undefined;
  return () => (made ??= make());
};

/** Parses a file with the place of each value. */
export const parsePlaces = (file: string, text: string): ParsedYaml => {
  const lines = new LineCounter();
  const { document, duplicateKeys = [], excess = valueExcess(document) } = composeDocument(text, lines);
  const source = { file, text };
  const mistakes = [...duplicateKeys.map((key) => duplicateMistake(key, lines)), ...tagsIn(document, text)];
  if (document.errors.length > 0) mistakes.unshift({ ...syntaxMistake(document.errors, text, lines), isFatal: true });
  if (excess) mistakes.push({ ...excess, isFatal: true });
  const value = mistakes.some(({ isFatal }) => isFatal) ? undefined : plainValue(document, mistakes);
  const firstFatal = mistakes.find(({ isFatal }) => isFatal);
  const reported = mistakes.filter((mistake) => !mistake.isFatal || mistake === firstFatal);
  return {
    ...source,
    document,
    value,
    problems: reported
      .slice(0, scenarioLimits.problems + 1)
      .map(({ offset, what, right }) => locateAtOffset(source, { at: [], part: 'value', what, right }, offset)),
  };
};

/** Parses a scalar as YAML types it: `1396` is a number, `200kB` is text. */
export const parseScalar = (text: string): string | number | boolean => {
  if (!/^\s*[-+.\w]{1,64}\s*$/.test(text)) return text; // numbers and booleans are one short word
  const value: unknown = parseDocument(text, { logLevel: 'silent' }).toJS();
  return typeof value === 'number' || typeof value === 'boolean' ? value : text;
};

interface Mistake extends SyntaxMistake {
  /** Makes the rest of the document unreliable, so only the first fatal mistake is reported. */
  readonly isFatal: boolean;
}

const duplicateMistake = ({ offset, name, firstOffset }: DuplicateKey, lines: LineCounter): Mistake => {
  const { line, col } = lines.linePos(firstOffset);
  const what = `duplicate key ${name}: the first is in line ${line}, column ${col}`;
  return { offset, what, right: 'keep one of the two', isFatal: false };
};

const lowerFirst = (message: string): string => message.charAt(0).toLowerCase() + message.slice(1);

const tagsIn = (document: Document, text: string): readonly Mistake[] => {
  const mistakes: Mistake[] = [];
  if (!text.includes('!')) return mistakes; // every tag contains one, so most files need no walk
  visit(document, (_key, node) => {
    if (!isNode(node) || !('tag' in node) || !node.tag) return;
    const offset = node.range?.[0] ?? 0;
    mistakes.push({
      offset,
      what: `the tag ${node.tag} is not allowed`,
      right: 'remove it: scenarios have no YAML tags',
      isFatal: false,
    });
  });
  return mistakes;
};

const plainValue = (document: Document, mistakes: Mistake[]): unknown => {
  try {
    return document.toJS({ maxAliasCount: -1 });
  } catch (error) {
    const message = lowerFirst((error as Error).message);
    mistakes.push({
      offset: aliasOffset(document, message),
      what: `not YAML: ${message}`,
      right: 'define the anchor first',
      isFatal: true,
    });
    return undefined;
  }
};

const aliasOffset = (document: Document, message: string): number => {
  let offset = 0;
  visit(document, {
    Alias: (_key, { source, range }) => {
      if (!message.endsWith(`: ${source}`)) return undefined;
      offset = range?.[0] ?? 0;
      return visit.BREAK;
    },
  });
  return offset;
};
