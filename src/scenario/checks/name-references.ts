import type { JsonSchema, Reference } from '../../words/language/shape.ts';
import { conforms, resolveDefinition } from '../schema/conforms.ts';
import { isObject, ownProperty } from '../model/unknown-values.ts';
import type { Path } from '../model/scenario.ts';

/** A name used in a scenario, and what it must refer to. */
export interface NameReference {
  readonly reference: Reference;
  readonly name: string;
  readonly at: Path;
  readonly part: 'key' | 'value';
}

/** Returns every name that the schema marks with `x-names`, whatever word contains it; invalid values are skipped. */
export const nameReferences = (root: JsonSchema, value: unknown): readonly NameReference[] =>
  walk(root, root, value, []);

const walk = (root: JsonSchema, schema: unknown, value: unknown, at: Path): readonly NameReference[] => {
  if (!isObject(schema)) return [];
  if ('$ref' in schema) return walk(root, resolveDefinition(root, schema['$ref']), value, at);
  return [
    ...valueReference(root, schema, value, at),
    ...selectedSchemas(root, schema, value).flatMap((selected) => walk(root, selected, value, at)),
    ...(Array.isArray(value) ? value.flatMap((item, index) => walk(root, schema['items'], item, [...at, index])) : []),
    ...(isObject(value)
      ? Object.entries(value).flatMap(([key, item]) => entryReferences(root, schema, key, item, at))
      : []),
  ];
};

/** Text that does not match the pattern of a name is reported by the schema check and not looked up. */
const valueReference = (root: JsonSchema, schema: JsonSchema, value: unknown, at: Path): readonly NameReference[] => {
  const reference = schema['x-names'] as Reference | undefined;
  if (reference === undefined || typeof value !== 'string' || !conforms(root, schema, value)) return [];
  return [{ reference, name: value, at, part: 'value' }];
};

const entryReferences = (
  root: JsonSchema,
  schema: JsonSchema,
  key: string,
  item: unknown,
  at: Path,
): readonly NameReference[] => {
  const keySchema = schema['propertyNames'];
  const reference = ownProperty(keySchema, 'x-names') as Reference | undefined;
  const path = [...at, key];
  return [
    ...(reference !== undefined && conforms(root, keySchema, key)
      ? [{ reference, name: key, at: path, part: 'key' as const }]
      : []),
    ...walk(root, ownProperty(schema['properties'], key) ?? schema['additionalProperties'], item, path),
  ];
};

/** Returns the subschemas of `allOf` and `if` that apply to this value. */
const selectedSchemas = (root: JsonSchema, schema: JsonSchema, value: unknown): readonly unknown[] => [
  ...(Array.isArray(schema['allOf']) ? schema['allOf'] : []),
  ...('if' in schema ? [schema[conforms(root, schema['if'], value) ? 'then' : 'else']] : []),
];
