import type { JsonSchema } from '../../words/language/shape.ts';

/** The schema of an object with these properties and no others. */
export const strictObject = (
  description: string,
  properties: Readonly<Record<string, unknown>>,
  required: readonly string[] = [],
): JsonSchema => ({ type: 'object', description, properties, required, additionalProperties: false });

/** The schema of an object with exactly one of these words as its key: words are told apart by key, never by trial. */
export const oneWord = (description: string, words: Readonly<Record<string, unknown>>): JsonSchema => ({
  ...strictObject(description, words),
  minProperties: 1,
  maxProperties: 1,
});

/** One property per word, each a reference to the word's own definition. */
export const definitionReferences = (
  prefix: string,
  words: Readonly<Record<string, unknown>>,
): Record<string, JsonSchema> =>
  Object.fromEntries(Object.keys(words).map((name) => [name, { $ref: `#/definitions/${prefix}-${name}` }]));
