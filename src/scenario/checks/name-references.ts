import type { JsonSchema, Reference } from '../../words/language/shape.ts';
import { conforms, resolveDefinition } from '../schema/conforms.ts';
import { isObject, ownProperty } from '../model/unknown-values.ts';
import type { Path } from '../model/scenario.ts';

/** A name that a scenario uses, and what it must point at. */
export interface NameReference {
  readonly reference: Reference;
  readonly name: string;
  readonly at: Path;
  readonly part: 'key' | 'value';
}

/** Walks a value along its schema and finds every name marked `x-names`, whatever word it stands in; wrong values are passed by. */
export const nameReferences = (root: JsonSchema, value: unknown): readonly NameReference[] =>
  walk(root, root, value, []);

const walk = (root: JsonSchema, schema: unknown, value: unknown, at: Path): readonly NameReference[] => {
  if (!isObject(schema)) return [];
  if ('$ref' in schema) return walk(root, resolveDefinition(root, schema['$ref']), value, at);
  return [
    ...itself(root, schema, value, at),
    ...chosen(root, schema, value).flatMap((each) => walk(root, each, value, at)),
    ...(Array.isArray(value) ? value.flatMap((item, index) => walk(root, schema['items'], item, [...at, index])) : []),
    ...(isObject(value) ? Object.entries(value).flatMap(([key, item]) => entry(root, schema, key, item, at)) : []),
  ];
};

/** What does not even look like a name was refused already and is not looked up. */
const itself = (root: JsonSchema, schema: JsonSchema, value: unknown, at: Path): readonly NameReference[] => {
  const reference = schema['x-names'] as Reference | undefined;
  if (reference === undefined || typeof value !== 'string' || !conforms(root, schema, value)) return [];
  return [{ reference, name: value, at, part: 'value' }];
};

const entry = (
  root: JsonSchema,
  schema: JsonSchema,
  key: string,
  item: unknown,
  at: Path,
): readonly NameReference[] => {
  const names = schema['propertyNames'];
  const reference = ownProperty(names, 'x-names') as Reference | undefined;
  const path = [...at, key];
  return [
    ...(reference !== undefined && conforms(root, names, key)
      ? [{ reference, name: key, at: path, part: 'key' as const }]
      : []),
    ...walk(root, ownProperty(schema['properties'], key) ?? schema['additionalProperties'], item, path),
  ];
};

/** The alternatives that hold for this value. */
const chosen = (root: JsonSchema, schema: JsonSchema, value: unknown): readonly unknown[] => [
  ...(Array.isArray(schema['allOf']) ? schema['allOf'] : []),
  ...('if' in schema ? [schema[conforms(root, schema['if'], value) ? 'then' : 'else']] : []),
];
