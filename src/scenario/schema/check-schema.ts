import type { JsonSchema } from '../../words/language/shape.ts';
import { conforms } from './conforms.ts';
import type { Problem } from '../problems/problem.ts';
import { ajvErrorTexts, wholeFile } from './ajv-error-text.ts';
import type { Path } from '../model/scenario.ts';
import type { AjvError, Validate } from './ajv-error.ts';
import { misplacedKey } from './misplaced-key.ts';

/** Checks a value against the schema and returns one problem per mistake. */
export const checkSchema = (value: unknown, { deciding, schema, validate, isWord }: Language): readonly Problem[] => {
  if (conforms(deciding, deciding, value) || validate(value)) return [];
  const root = schema();
  const errors = (validate.errors ?? []).filter(
    ({ keyword }) => Object.hasOwn(ajvErrorTexts, keyword) || !compoundKeywords.has(keyword),
  );
  // Each is compared with all, and fewer than a thousand are listed.
  errors.length = Math.min(errors.length, 1000);
  const wrongNames = new Set(errors.filter(declaresNode).map(nameIn));
  return errors
    .filter((error) => !isConsequence(error, errors) && !usesWrongName(error, wrongNames))
    .flatMap(mergeMissing)
    .map((error) => problemOf(error, pathOf(value, error.instancePath), root))
    .map((problem) => ({ ...problem, ...wordAt(problem.at, isWord) }));
};

interface Language {
  /** Accepts what the schema accepts. */
  readonly deciding: JsonSchema;
  /** With everything that tells about a mistake; only a wrong file needs it. */
  schema(): JsonSchema;
  /** Compiled from the schema. */
  readonly validate: Validate;
  isWord(name: string): boolean;
}

/** Keywords that only repeat an error of a schema inside them. */
const compoundKeywords = new Set(['if', 'propertyNames', 'allOf', '$ref']);

/** A misspelt key also leaves the right one missing, or stands beside it: only the misspelling is reported. */
const isConsequence = ({ keyword, instancePath }: AjvError, errors: readonly AjvError[]): boolean =>
  (keyword === 'required' || keyword === 'maxProperties') &&
  errors.some((error) => error.keyword === 'additionalProperties' && error.instancePath === instancePath);

/** Whether the name of a node is wrong where the node is defined: under `nodes`, or as a leg. */
const declaresNode = ({ keyword, instancePath, propertyName }: AjvError): boolean =>
  keyword === 'pattern' &&
  (propertyName === undefined ? /\/legs\/[0-9]+\/via$/.test(instancePath) : instancePath === '/topology/nodes');

const nameIn = ({ propertyName, data }: AjvError): string => String(propertyName ?? data);

/** Where a wrong name is only used, it is right as soon as its definition is. */
const usesWrongName = (error: AjvError, wrongNames: ReadonlySet<string>): boolean =>
  error.keyword === 'pattern' &&
  !declaresNode(error) &&
  nameIn(error)
    .split(':to-')
    .some((name) => wrongNames.has(name));

/** Merges the missing fields of one mapping into one error. */
const mergeMissing = (error: AjvError, index: number, errors: readonly AjvError[]): readonly AjvError[] => {
  if (error.keyword !== 'required') return [error];
  const siblings = errors.filter(
    ({ keyword, instancePath }) => keyword === 'required' && instancePath === error.instancePath,
  );
  if (errors.indexOf(siblings[0]!) !== index) return [];
  return [{ ...error, params: { missing: siblings.map(({ params }) => params['missingProperty']) } }];
};

const problemOf = (error: AjvError, at: Path, root: JsonSchema): Problem => {
  const {
    part = 'value',
    below,
    ...texts
  } = (ajvErrorTexts[error.keyword] ?? ajvErrorTexts['']!)({
    ...error,
    root,
    key: keyOf(at),
    schema: error.parentSchema ?? {},
  });
  const path = below === undefined ? at : [...at, below];
  const place = error.keyword === 'additionalProperties' ? misplacedKey(root, path) : undefined;
  return { at: path, part, ...texts, ...(place !== undefined && { right: place }) };
};

/** Returns the part of a path that can hold words of the language: below a node, a leg or a step. */
const wordPath = (at: Path): Path => at.slice(at[0] === 'steps' ? 2 : at[1] === 'nodes' ? 3 : 6);

const wordAt = (at: Path, isWord: (name: string) => boolean): { readonly word?: string } => {
  const word = wordPath(at).findLast((step) => typeof step === 'string' && isWord(step));
  return word === undefined ? {} : { word: String(word) };
};

const keyOf = (at: Path): string => {
  const last = at.at(-1) ?? wholeFile;
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
