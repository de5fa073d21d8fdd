import type { Dictionary } from '../../words/dictionary.ts';
import type { JsonSchema } from '../../words/language/shape.ts';
import { isObject } from '../model/unknown-values.ts';
import { scenarioSchema } from './scenario-schema.ts';

/**
 * The schema for editors and other programs: without the keywords that only mtulab knows, which strict validators refuse, and with a variable
 * for every value, since other programs check the file as it is written.
 */
export const publishedSchema = (dictionary: Dictionary): JsonSchema => {
  const { $schema, ...schema } = withVariables(withoutOwnKeywords(scenarioSchema(dictionary))) as JsonSchema;
  return { $schema, $id: schemaId, ...schema };
};

/** It names the schema and is not fetched: no host can have a name in `.example` (RFC 2606). */
const schemaId = 'https://mtulab.example/schema/scenario.schema.json';

const withoutOwnKeywords = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(withoutOwnKeywords);
  if (!isObject(value)) return value;
  const standard = Object.entries(value).filter(([keyword]) => !keyword.startsWith('x-'));
  return Object.fromEntries(standard.map(([keyword, each]) => [keyword, withoutOwnKeywords(each)]));
};

/** Lets each number, switch, pattern and choice be a text with a variable. Keys, and conditions for a type, stay as they are. */
const withVariables = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(withVariables);
  if (!isObject(value)) return value;
  const below = mapValues(value, (each, keyword) => {
    if (keyword === 'properties' || keyword === 'definitions') return mapValues(each as JsonSchema, withVariables);
    if (keyword === 'if' && isObject(each) && 'const' in each) return orVariable(each);
    return keptAsTheyAre.has(keyword) ? each : withVariables(each);
  });
  return scalarWithVariable(below);
};

const mapValues = (record: JsonSchema, change: (value: unknown, key: string) => unknown): JsonSchema =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value, key)]));

const keptAsTheyAre = new Set(['if', 'propertyNames', 'examples', 'default', 'enum']);

const scalarWithVariable = (schema: JsonSchema): JsonSchema => {
  const { type, enum: choices, pattern, ...others } = schema;
  if (typeof pattern === 'string') return { ...schema, ...withText(type), pattern: `${pattern}|${variable}` };
  if (Array.isArray(choices))
    return { ...others, ...(type !== undefined && { type }), ...orVariable({ enum: choices }) };
  const types = [type].flat();
  return types.some((each) => numeric.has(each)) && !types.includes('string')
    ? { ...schema, ...withText(type), pattern: variable }
    : schema;
};

const orVariable = (schema: JsonSchema): JsonSchema => ({
  anyOf: [schema, { type: 'string', pattern: variable }],
});

const withText = (type: unknown): JsonSchema =>
  type === undefined || [type].flat().includes('string') ? {} : { type: [type, 'string'].flat() };

/** A text with a variable, as the reader of scenarios finds it. */
const variable = '\\$\\{[^{}]*\\}';

const numeric = new Set<unknown>(['integer', 'number', 'boolean']);
