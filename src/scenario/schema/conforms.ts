import type { JsonSchema } from '../../words/language/shape.ts';
import { isObject, ownProperty } from '../model/unknown-values.ts';

/**
 * Whether a value conforms to a schema of the dictionary, without giving reasons. Most files are valid, and checking
 * them here avoids loading what ajv compiled (a tenth of the time of `validate`). No value conforms to a schema with
 * an unsupported keyword: then ajv decides.
 */
export const conforms = (root: JsonSchema, schema: unknown, value: unknown): boolean => {
  if (!isObject(schema)) return false;
  for (const keyword in schema) {
    const rule = rules[keyword];
    if (rule === annotation) continue;
    if (!rule || !rule(value, schema[keyword], { root, schema })) return false;
  }
  return true;
};

/** Resolves a `$ref` to a definition of the root schema. */
export const resolveDefinition = (root: JsonSchema, ref: unknown): unknown =>
  ownProperty(root['definitions'], String(ref).replace('#/definitions/', ''));

type Rule = (value: unknown, argument: unknown, context: RuleContext) => boolean;

interface RuleContext {
  readonly root: JsonSchema;
  /** The schema that contains the keyword. */
  readonly schema: JsonSchema;
}

/** A keyword without a rule of its own: it documents the schema, or another keyword reads it. */
const annotation: Rule = () => true;

/** A keyword accepts values of every other JSON type (draft-07, validation 3.2.1). */
const ofNumbers =
  (rule: (value: number, bound: number) => boolean): Rule =>
  (value, bound) =>
    typeof value !== 'number' || rule(value, Number(bound));

const ofTexts =
  (rule: (value: string, argument: unknown) => boolean): Rule =>
  (value, argument) =>
    typeof value !== 'string' || rule(value, argument);

const ofLists =
  (rule: (value: readonly unknown[], argument: unknown, context: RuleContext) => boolean): Rule =>
  (value, argument, context) =>
    !Array.isArray(value) || rule(value, argument, context);

const ofMappings =
  (rule: (value: JsonSchema, argument: unknown, context: RuleContext) => boolean): Rule =>
  (value, argument, context) =>
    !isObject(value) || rule(value, argument, context);

const rules: Readonly<Record<string, Rule>> = {
  ...{ $schema: annotation, title: annotation, description: annotation, examples: annotation, default: annotation },
  ...{ definitions: annotation, 'x-names': annotation, 'x-or': annotation, then: annotation, else: annotation },
  $ref: (value, ref, { root }) => conforms(root, resolveDefinition(root, ref), value),
  allOf: (value, schemas, { root }) => (schemas as readonly unknown[]).every((each) => conforms(root, each, value)),
  if: (value, condition, { root, schema }) => {
    const branch = schema[conforms(root, condition, value) ? 'then' : 'else'];
    return branch === undefined || conforms(root, branch, value);
  },
  type: (value, types) => (Array.isArray(types) ? types.some((type) => isOfType(value, type)) : isOfType(value, types)),
  const: (value, constant) => value === constant,
  enum: (value, allowed) => (allowed as readonly unknown[]).includes(value),
  minimum: ofNumbers((value, bound) => value >= bound),
  maximum: ofNumbers((value, bound) => value <= bound),
  minLength: ofTexts((value, minimum) => [...value].length >= Number(minimum)),
  pattern: ofTexts((value, pattern) => cachedExpression(String(pattern)).test(value)),
  items: ofLists((value, items, { root }) => value.every((item) => conforms(root, items, item))),
  minItems: ofLists((value, minimum) => value.length >= Number(minimum)),
  maxItems: ofLists((value, maximum) => value.length <= Number(maximum)),
  uniqueItems: ofLists((value) => new Set(value).size === value.length && !value.some(isObject)),
  minProperties: ofMappings((value, minimum) => Object.keys(value).length >= Number(minimum)),
  maxProperties: ofMappings((value, maximum) => Object.keys(value).length <= Number(maximum)),
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
  additionalProperties: ofMappings((value, additional, { root, schema }) =>
    Object.keys(value).every(
      (key) =>
        ownProperty(schema['properties'], key) !== undefined ||
        (additional !== false && conforms(root, additional, value[key])),
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

const cachedExpression = (pattern: string): RegExp => {
  const expression = expressions.get(pattern) ?? new RegExp(pattern, 'u');
  expressions.set(pattern, expression);
  return expression;
};

const expressions = new Map<string, RegExp>();
