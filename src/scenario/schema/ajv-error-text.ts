import type { JsonSchema } from '../../words/language/shape.ts';
import { kindOfValue } from '../../words/language/shape.ts';
import { didYouMean } from '../problems/did-you-mean.ts';
import type { AjvError } from './ajv-error.ts';
import { correctedText } from './corrected-text.ts';
import { inlineYaml } from './inline-yaml.ts';
import { mappingForm } from './mapping-form.ts';

/** Texts for ajv errors by keyword: what is wrong, what would be right, and where below the value it is. */
export const ajvErrorTexts: Readonly<Record<string, (error: KeyedError) => ErrorText>> = {
  additionalProperties: ({ params, schema }) => {
    const unknownKey = String(params['additionalProperty']);
    return {
      part: 'key',
      below: unknownKey,
      what: `unknown key ${quoted(unknownKey)}`,
      right: didYouMean(unknownKey, properties(schema)),
    };
  },
  required: ({ params, schema, key }) => {
    const missing = params['missing'] as readonly string[];
    const what = `${key}: ${joined(missing)} ${missing.length > 1 ? 'are' : 'is'} missing`;
    return { part: 'key', what, right: `add ${joined(missing.map((name) => described(schema, name)))}` };
  },
  type: (error) => ({ what: `${error.key}: ${invalidKind(error.data)}`, right: rightType(error) }),
  enum: ({ propertyName, data, key, params, schema }) => {
    const allowed = (params['allowedValues'] as readonly unknown[]).map(String);
    const right = `${didYouMean(String(data), allowed)}${alternatives(schema)}`;
    return propertyName === undefined
      ? { what: `${key}: unknown value ${quoted(data)}`, right }
      : { what: `${key}: unknown key ${quoted(data)}`, right, part: 'key', below: propertyName };
  },
  pattern: ({ propertyName, data, key, schema }) =>
    propertyName === undefined
      ? {
          what: `${key}: invalid value ${quoted(data)}`,
          right: correctedText(String(data), schema) ?? expected(schema),
        }
      : {
          part: 'key',
          below: propertyName,
          what: `${key}: invalid name ${quoted(propertyName)}`,
          right: expected(schema),
        },
  minimum: ({ data, key, schema }) => ({ what: `${key}: ${quoted(data)} is too small`, right: bounds(schema) }),
  maximum: ({ data, key, schema }) => ({ what: `${key}: ${quoted(data)} is too large`, right: bounds(schema) }),
  minLength: ({ key, schema }) => ({ what: `${key}: empty`, right: expected(schema) }),
  minItems: ({ data, key, params, schema }) => ({
    what: `${key}: ${itemCount(data)}`,
    right: `expected at least ${String(params['limit'])}: ${String(schema['description'])}`,
  }),
  maxItems: ({ data, key, params, schema }) => ({
    what: `${key}: ${itemCount(data)}`,
    right: `expected at most ${String(params['limit'])}: ${String(schema['description'])}`,
  }),
  uniqueItems: ({ key }) => ({ what: `${key}: a value is repeated`, right: 'list each value once' }),
  minProperties: ({ data, key, schema }) => ({
    part: 'key',
    what: `${key}: ${Object.keys(data as object).length === 0 ? 'empty' : `only ${joined(Object.keys(data as object))}`}`,
    right: choices(schema),
  }),
  maxProperties: ({ data, key }) => ({
    what: `${key}: ${joined(Object.keys(data as object))} at once`,
    right: 'keep one and move the others to entries of their own',
  }),
  '': ({ key, schema }) => ({ what: `${key}: invalid value`, right: expected(schema) }),
};

type KeyedError = AjvError & { readonly root: JsonSchema; readonly key: string; readonly schema: JsonSchema };

interface ErrorText {
  readonly part?: 'key' | 'value';
  /** The key below the value that the error is about. */
  readonly below?: string;
  readonly what: string;
  readonly right: string;
}

const properties = (schema: JsonSchema): readonly string[] =>
  Object.keys((schema['properties'] as object | undefined) ?? {});

const joined = (texts: readonly string[]): string =>
  texts.length > 1 ? `${texts.slice(0, -1).join(', ')} and ${texts.at(-1)}` : texts.join('');

const described = (schema: JsonSchema, name: string): string => {
  const about = (schema['properties'] as Record<string, JsonSchema> | undefined)?.[name]?.['description'];
  return about === undefined ? name : `${name} (${String(about)})`;
};

/** JSON text of about 60 characters: a longer string is cut inside its quotes, so that no escape is cut in two. */
const quoted = (value: unknown): string => {
  if (typeof value === 'string') {
    const characters = [...value];
    return JSON.stringify(characters.length > 58 ? `${characters.slice(0, 56).join('')}…` : value);
  }
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
};

const invalidKind = (value: unknown): string => {
  if (value === null || value === undefined) return 'empty';
  if (Array.isArray(value)) return 'a list is not allowed';
  return typeof value === 'object' ? 'a mapping is not allowed' : `invalid value ${quoted(value)}`;
};

const rightType = ({ root, data, key, schema }: KeyedError): string => {
  if (schema['type'] === 'object') {
    const form = key === wholeFile ? undefined : mappingForm(root, schema, data);
    return `expected ${kindOfValue(schema)}${form === undefined ? '' : `, as in ${key}: ${form}`}${description(schema)}`;
  }
  if (typeof data === 'string') return correctedText(data, schema) ?? expected(schema);
  const isText = schema['type'] === 'string' && schema['pattern'] === undefined && schema['enum'] === undefined;
  return isText && ['number', 'boolean'].includes(typeof data)
    ? `put it in quotes, as text${description(schema)}`
    : expected(schema);
};

const expected = (schema: JsonSchema): string => {
  const [example] = (schema['examples'] as readonly unknown[] | undefined) ?? [];
  const asIn =
    example === undefined ? '' : `, such as ${typeof example === 'object' ? inlineYaml(example) : String(example)}`;
  return `expected ${kindOfValue(schema)}${asIn}${alternatives(schema)}${description(schema)}`;
};

/** The other kinds of value that are allowed, where the JSON type of the value selects the schema. */
const alternatives = (schema: JsonSchema): string =>
  ((schema['x-or'] as readonly string[] | undefined) ?? []).map((kind) => `, or ${kind}`).join('');

const bounds = (schema: JsonSchema): string => {
  const { minimum, maximum } = schema;
  const range = maximum === undefined ? `at least ${String(minimum)}` : `${String(minimum)} to ${String(maximum)}`;
  return `expected ${range}${description(schema)}`;
};

const choices = (schema: JsonSchema): string => {
  const known = properties(schema);
  return known.length > 0 ? `add one of ${[...known].sort().join(', ')}` : `add at least one${description(schema)}`;
};

const description = (schema: JsonSchema): string => (schema['description'] ? `: ${String(schema['description'])}` : '');

const itemCount = (list: unknown): string => {
  const { length } = list as readonly unknown[];
  return length === 0 ? 'an empty list' : `${length} ${length === 1 ? 'item' : 'items'}`;
};

/** What a problem of the root of a file is about. */
export const wholeFile = 'the file';
