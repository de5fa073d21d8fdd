import type { Dictionary } from '../../words/dictionary.ts';
import type { JsonSchema } from '../../words/language/shape.ts';
import { isObject } from '../model/unknown-values.ts';
import { scenarioSchema } from './scenario-schema.ts';

/** The schema for editors and other programs: without the keywords that only mtulab knows, which strict validators refuse. */
export const publishedSchema = (dictionary: Dictionary): JsonSchema => {
  const { $schema, ...schema } = withoutOwnKeywords(scenarioSchema(dictionary)) as JsonSchema;
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
