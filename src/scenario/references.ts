import type { JsonSchema, Reference } from '../words/shape.ts';
import { isObject, own } from './object.ts';
import type { Path } from './scenario.ts';

/** A name that a scenario uses, and what it must point at. */
export interface Mention {
  readonly reference: Reference;
  readonly name: string;
  readonly at: Path;
  readonly part: 'key' | 'value';
}

/** Walks a value along its schema and finds every name marked `x-names`, whatever word it stands in; wrong values are passed by. */
export const mentions = (root: JsonSchema, value: unknown): readonly Mention[] => walk(root, root, value, []);

const walk = (root: JsonSchema, schema: unknown, value: unknown, at: Path): readonly Mention[] => {
  if (!isObject(schema)) return [];
  const ref = schema['$ref'];
  if (typeof ref === 'string')
    return walk(root, own(root['definitions'], ref.replace('#/definitions/', '')), value, at);
  return [
    ...itself(schema, value, at),
    ...chosen(schema, value).flatMap((each) => walk(root, each, value, at)),
    ...(Array.isArray(value) ? value.flatMap((item, index) => walk(root, schema['items'], item, [...at, index])) : []),
    ...(isObject(value) ? Object.entries(value).flatMap(([key, item]) => entry(root, schema, key, item, at)) : []),
  ];
};

const itself = (schema: JsonSchema, value: unknown, at: Path): readonly Mention[] => {
  const reference = schema['x-names'] as Reference | undefined;
  if (reference === undefined || typeof value !== 'string' || !fits(schema, value)) return [];
  return [{ reference, name: value, at, part: 'value' }];
};

const entry = (root: JsonSchema, schema: JsonSchema, key: string, item: unknown, at: Path): readonly Mention[] => {
  const names = schema['propertyNames'];
  const reference = own(names, 'x-names') as Reference | undefined;
  const path = [...at, key];
  return [
    ...(reference !== undefined && fits(names, key) ? [{ reference, name: key, at: path, part: 'key' as const }] : []),
    ...walk(root, own(schema['properties'], key) ?? schema['additionalProperties'], item, path),
  ];
};

/** What does not even look like a name was refused by its pattern and is not looked up. */
const fits = (schema: unknown, name: string): boolean => {
  const pattern = own(schema, 'pattern');
  const words = own(schema, 'enum');
  return (
    (typeof pattern !== 'string' || new RegExp(pattern).test(name)) && (!Array.isArray(words) || words.includes(name))
  );
};

/** The alternatives that hold for this value: `if` tells them apart by JSON type or by one fixed value. */
const chosen = (schema: JsonSchema, value: unknown): readonly unknown[] => [
  ...[schema['allOf'], schema['anyOf'], schema['oneOf']].flatMap((each) => (Array.isArray(each) ? each : [])),
  ...branches(schema, value),
];

const branches = (schema: JsonSchema, value: unknown): readonly unknown[] => {
  const condition = schema['if'];
  if (!isObject(condition)) return [];
  if ('const' in condition) return [value === condition['const'] ? schema['then'] : schema['else']];
  if ('type' in condition) return [isOfType(value, condition['type']) ? schema['then'] : schema['else']];
  return [schema['then'], schema['else']];
};

const isOfType = (value: unknown, types: unknown): boolean => {
  const type = typeOf(value);
  return [types].flat().some((each) => each === type || (each === 'number' && type === 'integer'));
};

const typeOf = (value: unknown): string => {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (Number.isInteger(value)) return 'integer';
  return typeof value;
};
