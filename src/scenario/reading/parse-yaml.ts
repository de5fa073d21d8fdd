import type { Document, YAMLError } from 'yaml';
import { isNode, LineCounter, parseDocument, visit } from 'yaml';
import type { SourceLines, LocatedProblem } from '../problems/locate-problem.ts';
import { locateAtOffset } from '../problems/locate-problem.ts';
import { composeDocument } from '../limits/compose-document.ts';
import { scenarioLimits } from '../limits/scenario-limits.ts';
import { valueExcess } from '../limits/value-excess.ts';

/** A file as a YAML document that knows its places, with the value that it stands for. */
export interface ParsedYaml extends SourceLines {
  readonly document: Document;
  readonly value: unknown;
  readonly problems: readonly LocatedProblem[];
}

/** Text → document: problems of syntax, of keys given twice, and of what YAML can do but a scenario may not. */
export const parseYaml = (file: string, text: string): ParsedYaml => {
  const lines = new LineCounter();
  const { document, excess } = composeDocument(text, lines);
  const place = { file, text, lines };
  const complaints = [...document.errors.map((error) => complain(error, text)), ...tags(document, text)];
  const passed = excess ?? valueExcess(document);
  if (passed) complaints.push({ ...passed, stops: true });
  const value = complaints.some(({ stops }) => stops) ? undefined : plain(document, complaints);
  const told = complaints.filter(({ stops }, index) => !stops || complaints.findIndex((each) => each.stops) === index);
  return {
    ...place,
    document,
    value,
    problems: told
      .slice(0, scenarioLimits.problems + 1)
      .map(({ offset, what, right }) =>
        locateAtOffset(place, { at: [], part: 'value', code: 'syntax', what, right }, offset),
      ),
  };
};

/** A scalar as YAML types it: `1396` is a number, `200kB` is text. */
export const parseScalar = (text: string): string | number | boolean => {
  if (!/^\s*[-+.\w]{1,64}\s*$/.test(text)) return text; // what YAML types as a number or a boolean is one short word
  const value: unknown = parseDocument(text, { logLevel: 'silent' }).toJS();
  return typeof value === 'number' || typeof value === 'boolean' ? value : text;
};

interface Complaint {
  readonly offset: number;
  readonly what: string;
  readonly right: string;
  /** Nothing after it can be trusted, so only the first such is told. */
  readonly stops: boolean;
}

const complain = ({ code, message, pos }: YAMLError, text: string): Complaint => {
  const right = remedies[code] ?? 'check the indentation, brackets and quotes here';
  return {
    offset: pos[0],
    what: said[code]?.(text.slice(pos[0])) ?? `not YAML: ${lower(message)}`,
    right,
    stops: code !== 'DUPLICATE_KEY',
  };
};

const said: Readonly<Record<string, (here: string) => string>> = {
  DUPLICATE_KEY: (here) => `${/^[^\s:,}]*/.exec(here)?.[0]} is given twice in the same place`,
  TAB_AS_INDENT: () => 'not YAML: a tab as indentation',
  MULTIPLE_DOCS: () => 'a second YAML document begins here',
};

const remedies: Readonly<Record<string, string>> = {
  DUPLICATE_KEY: 'keep one of the two',
  TAB_AS_INDENT: 'indent with spaces',
  MULTIPLE_DOCS: 'one scenario per file',
  BLOCK_AS_IMPLICIT_KEY: 'put text that contains ": " in quotes',
  BAD_SCALAR_START: 'put the text in quotes',
  MISSING_CHAR: 'add the missing character',
  BAD_INDENT: 'close what was opened, or indent further',
  UNEXPECTED_TOKEN: 'check the brackets, and put text such as "${name}" in quotes',
};

const lower = (message: string): string => message.charAt(0).toLowerCase() + message.slice(1);

const tags = (document: Document, text: string): readonly Complaint[] => {
  const found: Complaint[] = [];
  if (!text.includes('!')) return found; // no tag is without it, and most files need not be walked through
  visit(document, (_key, node) => {
    if (!isNode(node) || !('tag' in node) || !node.tag) return;
    const offset = node.range?.[0] ?? 0;
    found.push({
      offset,
      what: `the tag ${node.tag}`,
      right: 'scenarios have no YAML tags; leave it out',
      stops: false,
    });
  });
  return found;
};

const plain = (document: Document, complaints: Complaint[]): unknown => {
  try {
    return document.toJS({ maxAliasCount: -1 });
  } catch (error) {
    const message = lower((error as Error).message);
    complaints.push({
      offset: alias(document, message),
      what: `not YAML: ${message}`,
      right: 'set the anchor first',
      stops: true,
    });
    return undefined;
  }
};

const alias = (document: Document, message: string): number => {
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
