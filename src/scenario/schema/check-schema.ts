import type { JsonSchema } from '../../words/language/shape.ts';
import { conforms } from './conforms.ts';
import type { Problem } from '../problems/problem.ts';
import { ajvErrorTexts } from './ajv-error-text.ts';
import type { Path } from '../model/scenario.ts';
import type { AjvError, Validate } from './ajv-error.ts';

/** Checks a value against the schema and returns one problem per mistake. */
export const checkSchema = (value: unknown, { schema, validate, isWord }: Language): readonly Problem[] => {
  if (conforms(schema, schema, value) || validate(value)) return [];
  const errors = (validate.errors ?? []).filter(
    ({ keyword }) => Object.hasOwn(ajvErrorTexts, keyword) || !compoundKeywords.has(keyword),
  );
  // Each is compared with all, and fewer than a thousand are listed.
  errors.length = Math.min(errors.length, 1000);
  return errors
    .filter((error) => !isConsequence(error, errors))
    .flatMap(mergeMissing)
    .map((error) => problemOf(error, pathOf(value, error.instancePath)))
    .map((problem) => ({ ...problem, ...wordAt(problem.at, isWord) }));
};

interface Language {
  readonly schema: JsonSchema;
  /** Compiled from the same schema. */
  readonly validate: Validate;
  isWord(name: string): boolean;
}

/** Keywords that only repeat an error of a schema inside them. */
const compoundKeywords = new Set(['if', 'propertyNames', 'allOf', '$ref']);

/** A misspelt key also leaves the right one missing: only the misspelling is reported. */
const isConsequence = ({ keyword, instancePath }: AjvError, errors: readonly AjvError[]): boolean =>
  keyword === 'required' &&
  errors.some((error) => error.keyword === 'additionalProperties' && error.instancePath === instancePath);

/** Merges the missing fields of one mapping into one error. */
const mergeMissing = (error: AjvError, index: number, errors: readonly AjvError[]): readonly AjvError[] => {
  if (error.keyword !== 'required') return [error];
  const siblings = errors.filter(
    ({ keyword, instancePath }) => keyword === 'required' && instancePath === error.instancePath,
  );
  if (errors.indexOf(siblings[0]!) !== index) return [];
  return [{ ...error, params: { missing: siblings.map(({ params }) => params['missingProperty']) } }];
};

const problemOf = (error: AjvError, at: Path): Problem => {
  const {
    part = 'value',
    below,
    ...texts
  } = (ajvErrorTexts[error.keyword] ?? ajvErrorTexts['']!)({
    ...error,
    key: keyOf(at),
    schema: error.parentSchema ?? {},
  });
  return { at: below === undefined ? at : [...at, below], part, ...texts };
};

/** Returns the part of a path that can hold words of the language: below a node, a leg or a step. */
const wordPath = (at: Path): Path => at.slice(at[0] === 'steps' ? 2 : at[1] === 'nodes' ? 3 : 6);

const wordAt = (at: Path, isWord: (name: string) => boolean): { readonly word?: string } => {
  const word = wordPath(at).findLast((step) => typeof step === 'string' && isWord(step));
  return word === undefined ? {} : { word: String(word) };
};

const keyOf = (at: Path): string => {
  const last = at.at(-1) ?? 'the file';
  if (typeof last === 'string') return last;
  return `item ${last + 1} of ${String(at.findLast((step) => typeof step === 'string'))}`;
};

const pathOf = (value: unknown, pointer: string): Path => {
  let parent = value;
  return pointer
    .split('/')
    .slice(1)
    .map((token) => {
      const step = token.replaceAll('~1', '/').replaceAll('~0', '~');
      const index = Array.isArray(parent) ? Number(step) : step;
      parent = (parent as Record<string | number, unknown>)[index];
      return index;
    });
};
