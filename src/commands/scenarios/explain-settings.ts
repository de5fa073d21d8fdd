import { kindOfValue } from '../../words/language/shape.ts';
import type { JsonSchema } from '../../words/language/shape.ts';

/** Settings of a word as lines, read off its schema: names, kinds of values, what may be left out, and what each is for. */
export const explainSettings = (schema: JsonSchema, depth = 0): readonly string[] => {
  const properties = Object.entries((schema['properties'] ?? {}) as Readonly<Record<string, JsonSchema>>);
  const required = (schema['required'] ?? []) as readonly string[];
  const width = Math.max(0, ...properties.map(([name]) => name.length));
  return [
    ...(properties.length === 0 ? [sentence(schema)] : []),
    ...properties.flatMap(([name, field]) => [
      `${name.padEnd(width)}  ${sentence(field, !required.includes(name))}`,
      ...within(field, depth + 1),
    ]),
    ...(properties.length === 0 ? within(schema, depth + 1) : []),
  ];
};

/** What stands inside lists, mappings and alternatives, one step further in. */
const within = (schema: JsonSchema, depth: number): readonly string[] => {
  if (depth > 4) return [];
  return inner(schema)
    .flatMap((each) =>
      'properties' in each ? explainSettings(each, depth) : [sentence(each), ...within(each, depth + 1)],
    )
    .map((line) => `  ${line}`);
};

const inner = (schema: JsonSchema): readonly JsonSchema[] => {
  const { allOf, items, additionalProperties, properties, else: other } = schema;
  return [
    ...((allOf ?? []) as readonly { readonly then: JsonSchema }[]).map(({ then }) => then),
    ...(properties ? [schema] : []),
    ...[items, additionalProperties, other].filter((each) => typeof each === 'object' && each !== null),
  ] as readonly JsonSchema[];
};

/** What a value is for, and in brackets what it may be. */
const sentence = (schema: JsonSchema, optional = false): string => {
  const { default: otherwise, description } = schema;
  const without = otherwise === undefined ? 'may be left out' : `${String(otherwise)} without it`;
  return `${String(description)} (${kind(schema)}${optional ? `; ${without}` : ''})`;
};

const kind = (schema: JsonSchema): string => {
  const { enum: words, minimum, maximum, examples, propertyNames } = schema;
  if (Array.isArray(words)) return words.join(' | ');
  const range = minimum !== undefined && maximum !== undefined ? ` from ${String(minimum)} to ${String(maximum)}` : '';
  const such = Array.isArray(examples) ? ` such as ${String(examples[0])}` : '';
  const keys = propertyNames ? ` by ${String((propertyNames as JsonSchema)['description'])}` : '';
  return `${kindOfValue(schema)}${range}${such}${keys}`;
};
