import type { JsonSchema } from '../../words/language/shape.ts';
import { kindOfValue } from '../../words/language/shape.ts';
import { didYouMean } from '../problems/did-you-mean.ts';
import type { AjvError } from './ajv-error.ts';

/** A complaint of ajv's put in words, by its keyword: what is wrong, what would be right, and where below the value it is. */
export const ajvErrorTexts: Readonly<Record<string, (complaint: Told) => Phrase>> = {
  additionalProperties: ({ params, schema }) => {
    const word = String(params['additionalProperty']);
    return {
      part: 'key',
      inside: word,
      what: `unknown word ${quoted(word)}`,
      right: didYouMean(word, properties(schema)),
    };
  },
  required: ({ params, schema, key }) => {
    const missing = params['missing'] as readonly string[];
    const what = `${key}: ${listed(missing)} ${missing.length > 1 ? 'are' : 'is'} missing`;
    return { part: 'key', what, right: missing.map((name) => meaning(schema, name)).join('; ') };
  },
  type: ({ data, key, schema }) => ({ what: `${key}: ${kind(data)}`, right: right(schema) }),
  enum: ({ propertyName, data, key, params, schema }) => {
    const known = (params['allowedValues'] as readonly unknown[]).map(String);
    const phrase = {
      what: `${key}: unknown word ${quoted(data)}`,
      right: `${didYouMean(String(data), known)}${others(schema)}`,
    };
    return propertyName === undefined ? phrase : { ...phrase, part: 'key', inside: propertyName };
  },
  pattern: ({ propertyName, data, key, schema }) =>
    propertyName === undefined
      ? { what: `${key}: ${quoted(data)} does not fit`, right: right(schema) }
      : {
          part: 'key',
          inside: propertyName,
          what: `${key}: the name ${quoted(propertyName)} does not fit`,
          right: right(schema),
        },
  minimum: ({ data, key, schema }) => ({ what: `${key}: ${quoted(data)} is too small`, right: bounds(schema) }),
  maximum: ({ data, key, schema }) => ({ what: `${key}: ${quoted(data)} is too large`, right: bounds(schema) }),
  minLength: ({ key, schema }) => ({ what: `${key}: empty`, right: right(schema) }),
  minItems: ({ data, key, params, schema }) => ({
    what: `${key}: ${count(data)}`,
    right: `at least ${String(params['limit'])}: ${String(schema['description'])}`,
  }),
  maxItems: ({ data, key, params, schema }) => ({
    what: `${key}: ${count(data)}`,
    right: `at most ${String(params['limit'])}: ${String(schema['description'])}`,
  }),
  uniqueItems: ({ key }) => ({ what: `${key}: the same value twice`, right: 'each once' }),
  minProperties: ({ key, schema }) => ({ part: 'key', what: `${key}: nothing in it`, right: choices(schema) }),
  maxProperties: ({ data, key }) => ({
    what: `${key}: ${Object.keys(data as object).join(' and ')} at once`,
    right: 'one of them; the others where they have a place of their own',
  }),
  '': ({ key, schema }) => ({ what: `${key}: does not fit`, right: right(schema) }),
};

type Told = AjvError & { readonly key: string; readonly schema: JsonSchema };

interface Phrase {
  readonly part?: 'key' | 'value';
  /** Key below the value that complained. */
  readonly inside?: string;
  readonly what: string;
  readonly right: string;
}

const properties = (schema: JsonSchema): readonly string[] =>
  Object.keys((schema['properties'] as object | undefined) ?? {});

const listed = (names: readonly string[]): string =>
  names.length > 1 ? `${names.slice(0, -1).join(', ')} and ${names.at(-1)}` : names.join('');

const meaning = (schema: JsonSchema, name: string): string => {
  const about = (schema['properties'] as Record<string, JsonSchema> | undefined)?.[name]?.['description'];
  return about === undefined ? `give ${name}` : `${name}: ${String(about)}`;
};

const quoted = (value: unknown): string => {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
};

const kind = (value: unknown): string => {
  if (value === null || value === undefined) return 'nothing is given';
  if (Array.isArray(value)) return 'a list does not fit';
  return typeof value === 'object' ? 'a mapping does not fit' : `${quoted(value)} does not fit`;
};

const right = (schema: JsonSchema): string => {
  const [example] = (schema['examples'] as readonly unknown[] | undefined) ?? [];
  const such = example === undefined ? '' : ` such as ${String(example)}`;
  return `${kindOfValue(schema)}${such}${others(schema)}${schema['description'] ? `: ${String(schema['description'])}` : ''}`;
};

/** What else could stand here, where the JSON type of the value tells alternatives apart. */
const others = (schema: JsonSchema): string =>
  ((schema['x-or'] as readonly string[] | undefined) ?? []).map((each) => `, or ${each}`).join('');

const bounds = (schema: JsonSchema): string => {
  const { minimum, maximum, description } = schema;
  const range = maximum === undefined ? `at least ${String(minimum)}` : `from ${String(minimum)} to ${String(maximum)}`;
  return `${range}${description ? `: ${String(description)}` : ''}`;
};

const choices = (schema: JsonSchema): string => {
  const known = properties(schema);
  return known.length > 0
    ? `known here: ${[...known].sort().join(', ')}`
    : `at least one: ${String(schema['description'])}`;
};

const count = (value: unknown): string => {
  const { length } = value as readonly unknown[];
  return length === 0 ? 'an empty list' : `${length} ${length === 1 ? 'item' : 'items'}`;
};
