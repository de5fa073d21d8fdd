import { kindOfValue } from '../../words/language/shape.ts';
import type { JsonSchema } from '../../words/language/shape.ts';

/**
 * Describes the settings of a word by its schema, one line for each: its name and description, the values it takes, and
 * whether it is optional.
 */
export const explainSettings = (schema: JsonSchema, depth = 0): readonly string[] => {
  const properties = Object.entries((schema['properties'] ?? {}) as Readonly<Record<string, JsonSchema>>);
  const required = (schema['required'] ?? []) as readonly string[];
  const width = Math.max(0, ...properties.map(([name]) => name.length));
  return [
    ...(properties.length === 0 ? [describeValue(schema)] : []),
    ...properties.flatMap(([name, field]) => [
      `${name.padEnd(width)}  ${describeValue(field, !required.includes(name))}`,
      ...nestedLines(field, depth + 1),
    ]),
    ...(properties.length === 0 ? nestedLines(schema, depth + 1) : []),
  ];
};

/** Describes the contents of lists, mappings and alternatives, indented by one level. */
export const nestedLines = (schema: JsonSchema, depth = 1, above: readonly JsonSchema[] = []): readonly string[] => {
  if (depth > 4) return [];
  const alternatives = nestedSchemas(schema);
  return alternatives
    .flatMap((nested, index) => {
      const before = [...above, ...alternatives.slice(0, index)];
      if (before.some((other) => hasKeysOf(other, nested))) return ['each with the same keys'];
      return keysOf(nested).length > 0
        ? explainSettings(nested, depth)
        : [describeValue(nested), ...nestedLines(nested, depth + 1, before)];
    })
    .map((line) => `  ${line}`);
};

const keysOf = (schema: JsonSchema): readonly string[] => Object.keys((schema['properties'] ?? {}) as JsonSchema);

/** A shape that appears in several alternatives, such as one mapping or a list of them, has one object of keys. */
const hasKeysOf = (first: JsonSchema, second: JsonSchema): boolean =>
  keysOf(second).length > 0 && first['properties'] === second['properties'];

const nestedSchemas = (schema: JsonSchema): readonly JsonSchema[] => {
  const { allOf, items, additionalProperties, else: otherwise } = schema;
  const nested = [
    ...((allOf ?? []) as readonly { readonly then: JsonSchema }[]).map(({ then }) => then),
    ...(keysOf(schema).length > 0 ? [schema] : []),
    ...[items, additionalProperties, otherwise].filter((value) => typeof value === 'object' && value !== null),
  ] as readonly JsonSchema[];
  return nested.filter((each) => each === schema || !repeats(schema, each));
};

/** Whether the line of a schema already has all of another that has no contents of its own: `a node, or all` that of a node. */
const repeats = (schema: JsonSchema, nested: JsonSchema): boolean =>
  nested['description'] === schema['description'] &&
  describeType(schema).includes(describeType(nested)) &&
  keysOf(nested).length === 0 &&
  nestedSchemas(nested).length === 0;

/** The description of a value, followed by its type, and by its default if it is optional, in parentheses. */
export const describeValue = (schema: JsonSchema, optional = false): string => {
  const { default: defaultValue, description } = schema;
  const whenAbsent = defaultValue === undefined ? 'optional' : `default ${String(defaultValue)}`;
  return `${String(description)} (${describeType(schema)}${optional ? `; ${whenAbsent}` : ''})`;
};

const describeType = (schema: JsonSchema): string => {
  const { enum: words, minimum, maximum, examples, propertyNames } = schema;
  if (Array.isArray(words)) return words.join(' | ');
  const range = minimum !== undefined && maximum !== undefined ? ` from ${String(minimum)} to ${String(maximum)}` : '';
  const [first] = (examples ?? []) as readonly unknown[];
  const example = first === undefined || typeof first === 'object' ? '' : ` such as ${String(first)}`;
  const keys = propertyNames ? ` by ${String((propertyNames as JsonSchema)['description'])}` : '';
  return `${kindOfValue(schema)}${range}${example}${keys}`;
};
