import type { JsonSchema } from '../../words/language/shape.ts';
import { isObject, ownProperty } from '../model/unknown-values.ts';

/**
 * Whether a value fits a schema of the dictionary's, without a word on why not. Most files are right, and reading them need not wait until
 * V8 has taken in what ajv compiled (a tenth of `validate`). Nothing fits a keyword that is unknown here: then ajv has the last word.
 */
export const conforms = (root: JsonSchema, schema: unknown, value: unknown): boolean => {
  if (!isObject(schema)) return false;
  for (const keyword in schema) {
    const rule = rules[keyword];
    if (rule === note) continue;
    if (!rule || !rule(value, schema[keyword], { root, schema })) return false;
  }
  return true;
};

/** What a `$ref` points at: a definition of the root. */
export const resolveDefinition = (root: JsonSchema, ref: unknown): unknown =>
  ownProperty(root['definitions'], String(ref).replace('#/definitions/', ''));

type Rule = (value: unknown, wanted: unknown, within: Within) => boolean;

interface Within {
  readonly root: JsonSchema;
  /** The schema in which the keyword stands. */
  readonly schema: JsonSchema;
}

/** A keyword that asks nothing: it is for readers, or what it says is read beside another. */
const note: Rule = () => true;

/** Keywords ask nothing of values of another JSON type (draft-07, validation 3.2.1). */
const ofNumbers =
  (rule: (value: number, bound: number) => boolean): Rule =>
  (value, bound) =>
    typeof value !== 'number' || rule(value, Number(bound));

const ofTexts =
  (rule: (value: string, wanted: unknown) => boolean): Rule =>
  (value, wanted) =>
    typeof value !== 'string' || rule(value, wanted);

const ofLists =
  (rule: (value: readonly unknown[], wanted: unknown, within: Within) => boolean): Rule =>
  (value, wanted, within) =>
    !Array.isArray(value) || rule(value, wanted, within);

const ofMappings =
  (rule: (value: JsonSchema, wanted: unknown, within: Within) => boolean): Rule =>
  (value, wanted, within) =>
    !isObject(value) || rule(value, wanted, within);

const rules: Readonly<Record<string, Rule>> = {
  ...{ $schema: note, title: note, description: note, examples: note, default: note, definitions: note },
  ...{ 'x-names': note, 'x-or': note, then: note, else: note },
  $ref: (value, ref, { root }) => conforms(root, resolveDefinition(root, ref), value),
  allOf: (value, all, { root }) => (all as readonly unknown[]).every((each) => conforms(root, each, value)),
  if: (value, condition, { root, schema }) => {
    const branch = schema[conforms(root, condition, value) ? 'then' : 'else'];
    return branch === undefined || conforms(root, branch, value);
  },
  type: (value, types) => (Array.isArray(types) ? types.some((type) => isOfType(value, type)) : isOfType(value, types)),
  const: (value, only) => value === only,
  enum: (value, words) => (words as readonly unknown[]).includes(value),
  minimum: ofNumbers((value, bound) => value >= bound),
  maximum: ofNumbers((value, bound) => value <= bound),
  minLength: ofTexts((value, least) => [...value].length >= Number(least)),
  pattern: ofTexts((value, pattern) => expression(String(pattern)).test(value)),
  items: ofLists((value, items, { root }) => value.every((item) => conforms(root, items, item))),
  minItems: ofLists((value, least) => value.length >= Number(least)),
  maxItems: ofLists((value, most) => value.length <= Number(most)),
  uniqueItems: ofLists((value) => new Set(value).size === value.length && !value.some(isObject)),
  minProperties: ofMappings((value, least) => Object.keys(value).length >= Number(least)),
  maxProperties: ofMappings((value, most) => Object.keys(value).length <= Number(most)),
  required: ofMappings((value, keys) =>
    (keys as readonly string[]).every((key) => ownProperty(value, key) !== undefined),
  ),
  properties: ofMappings((value, properties, { root }) =>
    Object.keys(value).every((key) => {
      const schema = ownProperty(properties, key);
      return schema === undefined || conforms(root, schema, value[key]);
    }),
  ),
  propertyNames: ofMappings((value, names, { root }) => Object.keys(value).every((key) => conforms(root, names, key))),
  additionalProperties: ofMappings((value, others, { root, schema }) =>
    Object.keys(value).every(
      (key) =>
        ownProperty(schema['properties'], key) !== undefined ||
        (others !== false && conforms(root, others, value[key])),
    ),
  ),
};

const isOfType = (value: unknown, type: unknown): boolean => {
  if (type === 'array') return Array.isArray(value);
  if (type === 'object') return isObject(value);
  if (type === 'integer') return Number.isInteger(value);
  if (type === 'number') return Number.isFinite(value);
  return typeof value === type;
};

const expression = (pattern: string): RegExp => {
  const known = expressions.get(pattern) ?? new RegExp(pattern, 'u');
  expressions.set(pattern, known);
  return known;
};

const expressions = new Map<string, RegExp>();
