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
export const nameReferences = (root: JsonSchema, value: unknown): readonly NameReference[] => {
  const found: NameReference[] = [];
  collect({ root, found }, root, value, []);
  return found;
};

interface Search {
  readonly root: JsonSchema;
  readonly found: NameReference[];
}

const collect = (search: Search, schema: unknown, value: unknown, at: Path): void => {
  if (!isObject(schema)) return;
  const { root } = search;
  if ('$ref' in schema) return collect(search, resolveDefinition(root, schema['$ref']), value, at);
  if (typeof value === 'string') collectValue(search, schema, value, at);
  if (Array.isArray(schema['allOf'])) for (const each of schema['allOf']) collect(search, each, value, at);
  if ('if' in schema) collect(search, schema[conforms(root, schema['if'], value) ? 'then' : 'else'], value, at);
  if (Array.isArray(value)) value.forEach((item, index) => collect(search, schema['items'], item, [...at, index]));
  else if (isObject(value)) for (const key of Object.keys(value)) collectEntry(search, schema, value, [...at, key]);
};

/** Text that does not match the pattern of a name is reported by the schema check and not looked up. */
const collectValue = ({ root, found }: Search, schema: JsonSchema, name: string, at: Path): void => {
  const reference = schema['x-names'] as Reference | undefined;
  if (reference !== undefined && conforms(root, schema, name)) found.push({ reference, name, at, part: 'value' });
};

const collectEntry = (search: Search, schema: JsonSchema, value: JsonSchema, at: Path): void => {
  const { root, found } = search;
  const key = String(at.at(-1));
  const keySchema = schema['propertyNames'];
  const reference = ownProperty(keySchema, 'x-names') as Reference | undefined;
  if (reference !== undefined && conforms(root, keySchema, key)) found.push({ reference, name: key, at, part: 'key' });
  collect(search, ownProperty(schema['properties'], key) ?? schema['additionalProperties'], value[key], at);
};
