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
  collect({ root, found }, root, value, undefined);
  return found;
};

interface Search {
  readonly root: JsonSchema;
  readonly found: NameReference[];
}

/** A key or an index, and where it is; a list would be copied at each value, and few are names. */
interface Place {
  readonly step: string | number;
  readonly inside: Place | undefined;
}

const collect = (search: Search, schema: unknown, value: unknown, at: Place | undefined): void => {
  if (!isObject(schema)) return;
  const { root } = search;
  if ('$ref' in schema) return collect(search, resolveDefinition(root, schema['$ref']), value, at);
  if (typeof value === 'string') collectValue(search, schema, value, at);
  if (Array.isArray(schema['allOf'])) for (const each of schema['allOf']) collect(search, each, value, at);
  if ('if' in schema) collect(search, schema[conforms(root, schema['if'], value) ? 'then' : 'else'], value, at);
  if (Array.isArray(value)) value.forEach((item, step) => collect(search, schema['items'], item, { step, inside: at }));
  else if (isObject(value))
    for (const step of Object.keys(value)) collectEntry(search, schema, value[step], { step, inside: at });
};

/** Text that does not match the pattern of a name is reported by the schema check and not looked up. */
const collectValue = ({ root, found }: Search, schema: JsonSchema, name: string, at: Place | undefined): void => {
  const reference = schema['x-names'] as Reference | undefined;
  if (reference !== undefined && conforms(root, schema, name))
    found.push({ reference, name, at: pathOf(at), part: 'value' });
};

const collectEntry = (search: Search, schema: JsonSchema, item: unknown, at: Place): void => {
  const { root, found } = search;
  const key = String(at.step);
  const keySchema = schema['propertyNames'];
  const reference = ownProperty(keySchema, 'x-names') as Reference | undefined;
  if (reference !== undefined && conforms(root, keySchema, key))
    found.push({ reference, name: key, at: pathOf(at), part: 'key' });
  collect(search, ownProperty(schema['properties'], key) ?? schema['additionalProperties'], item, at);
};

const pathOf = (at: Place | undefined): Path => {
  const path: (string | number)[] = [];
  for (let place = at; place; place = place.inside) path.push(place.step);
  return path.reverse();
};
