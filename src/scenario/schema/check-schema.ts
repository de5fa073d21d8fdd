import type { JsonSchema } from '../../words/language/shape.ts';
import { conforms } from './conforms.ts';
import type { Problem } from '../problems/problem.ts';
import { ajvErrorTexts } from './ajv-error-text.ts';
import type { Path } from '../model/scenario.ts';
import type { AjvError, Validate } from './ajv-error.ts';

/** Checks a value against the schema; each mistake gives one problem, in words. */
export const checkSchema = (value: unknown, { schema, validate, isWord }: Language): readonly Problem[] => {
  if (conforms(schema, schema, value) || validate(value)) return [];
  const complaints = (validate.errors ?? []).filter(
    ({ keyword }) => Object.hasOwn(ajvErrorTexts, keyword) || !silent.has(keyword),
  );
  // Each is compared with all, and fewer than a thousand are listed.
  complaints.length = Math.min(complaints.length, 1000);
  return complaints
    .filter((each) => !follows(each, complaints))
    .flatMap(together)
    .map((each) => inWords(each, pathIn(value, each.instancePath)))
    .map((problem) => ({ ...problem, ...wordOn(problem.at, isWord) }));
};

interface Language {
  readonly schema: JsonSchema;
  /** Of the same schema. */
  readonly validate: Validate;
  isWord(name: string): boolean;
}

/** Keywords that only pass on what a schema within them said. */
const silent = new Set(['if', 'propertyNames', 'allOf', '$ref']);

/** A misspelt key also leaves the right one missing: only the misspelling is told. */
const follows = ({ keyword, instancePath }: AjvError, all: readonly AjvError[]): boolean =>
  keyword === 'required' &&
  all.some((other) => other.keyword === 'additionalProperties' && other.instancePath === instancePath);

/** Fields that one thing lacks are told in one sentence. */
const together = (complaint: AjvError, index: number, all: readonly AjvError[]): readonly AjvError[] => {
  if (complaint.keyword !== 'required') return [complaint];
  const same = all.filter(
    ({ keyword, instancePath }) => keyword === 'required' && instancePath === complaint.instancePath,
  );
  if (all.indexOf(same[0]!) !== index) return [];
  return [{ ...complaint, params: { missing: same.map(({ params }) => params['missingProperty']) } }];
};

const inWords = (complaint: AjvError, at: Path): Problem => {
  const {
    part = 'value',
    inside,
    ...said
  } = (ajvErrorTexts[complaint.keyword] ?? ajvErrorTexts['']!)({
    ...complaint,
    key: key(at),
    schema: complaint.parentSchema ?? {},
  });
  const place = inside === undefined ? at : [...at, inside];
  return { at: place, part, code: complaint.keyword, ...said };
};

/** The part of a path where words of the language stand: below a node, a leg or a step. */
const spoken = (at: Path): Path => at.slice(at[0] === 'steps' ? 2 : at[1] === 'nodes' ? 3 : 6);

const wordOn = (at: Path, isWord: (name: string) => boolean): { readonly word?: string } => {
  const word = spoken(at).findLast((step) => typeof step === 'string' && isWord(step));
  return word === undefined ? {} : { word: String(word) };
};

const key = (at: Path): string => {
  const last = at.at(-1) ?? 'the file';
  if (typeof last === 'string') return last;
  return `item ${last + 1} of ${String(at.findLast((step) => typeof step === 'string'))}`;
};

const pathIn = (value: unknown, pointer: string): Path => {
  let here = value;
  return pointer
    .split('/')
    .slice(1)
    .map((token) => {
      const step = token.replaceAll('~1', '/').replaceAll('~0', '~');
      const index = Array.isArray(here) ? Number(step) : step;
      here = (here as Record<string | number, unknown>)[index];
      return index;
    });
};
