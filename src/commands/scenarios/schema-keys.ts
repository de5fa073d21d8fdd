import type { JsonSchema } from '../../words/language/shape.ts';

/** A key of scenario files, with the schema of its value. */
export interface SchemaKey {
  readonly name: string;
  /** What has the key: `a step`, `topology`, `fetch`. */
  readonly owner: string;
  readonly schema: JsonSchema;
}

/** Returns every key that the schema of scenario files has, except the words, whose own schemas have keys again. */
export const schemaKeys = (root: JsonSchema): readonly SchemaKey[] => [
  ...keysIn({ ...root, definitions: {} }, file, root),
  ...Object.entries(root['definitions'] as Schemas).flatMap(([name, schema]) => keysIn(schema, ownerOf(name), root)),
];

/** Follows a reference to a definition. */
export const resolveReference = (schema: JsonSchema, root: JsonSchema): JsonSchema =>
  '$ref' in schema ? (root['definitions'] as Schemas)[definitionOf(schema)]! : schema;

/** Returns the schema with the keys of a value: its own, that of its items or entries, or that of its form as a mapping. */
export const schemaWithKeys = (schema: JsonSchema, root: JsonSchema): JsonSchema | undefined => {
  const resolved = resolveReference(schema, root);
  if (Object.keys((resolved['properties'] ?? {}) as Schemas).length > 0) return resolved;
  for (const part of partsOf(resolved)) {
    const found = schemaWithKeys(part, root);
    if (found) return found;
  }
  return undefined;
};

type Schemas = Readonly<Record<string, JsonSchema>>;

const file = 'a scenario file';

const definitionOf = (schema: JsonSchema): string => String(schema['$ref']).replace('#/definitions/', '');

/** `definitions` has words by role, such as `action-fetch`, and the parts of a file. */
const ownerOf = (definition: string): string => {
  const [, role, word] = /^(service|trait|action|expectation|behaviour|watch|node|link)-(.+)$/.exec(definition) ?? [];
  if (word !== undefined) return role === 'watch' ? `the watch ${word}` : word;
  return definition === 'expect' ? definition : `a ${definition}`;
};

const keysIn = (schema: JsonSchema, owner: string, root: JsonSchema): readonly SchemaKey[] => [
  ...Object.entries((schema['properties'] ?? {}) as Schemas)
    .filter(([, value]) => !isWord(value))
    .flatMap(([name, value]) => [
      { name, owner, schema: resolveReference(value, root) },
      ...keysIn(value, owner === file ? name : `${owner}: ${name}`, root),
    ]),
  ...partsOf(schema).flatMap((part) => keysIn(part, owner, root)),
];

/** The subschemas of a value; a condition only refines the descriptions of keys that are described elsewhere. */
const partsOf = (schema: JsonSchema): readonly JsonSchema[] => {
  const { allOf, items, additionalProperties, else: otherwise } = schema;
  const alternatives = ((allOf ?? []) as readonly { readonly then: JsonSchema }[]).map(({ then }) => then);
  const isWhole =
    typeof otherwise === 'object' && otherwise !== null && !('required' in otherwise && !('type' in otherwise));
  return [...alternatives, items, additionalProperties, isWhole && otherwise].filter(isSchema);
};

const isSchema = (value: unknown): value is JsonSchema => typeof value === 'object' && value !== null;

const isWord = ({ $ref, else: otherwise }: JsonSchema): boolean =>
  /^#\/definitions\/(service|trait|action|expectation|behaviour|watch|node|link)-/.test(
    String($ref ?? (isSchema(otherwise) ? otherwise['$ref'] : '')),
  );
