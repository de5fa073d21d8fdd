import type { JsonSchema } from '../../words/language/shape.ts';

/** Returns the schema of an object with these properties and no others. */
export const strictObject = (
  description: string,
  properties: Readonly<Record<string, unknown>>,
  required: readonly string[] = [],
): JsonSchema => ({ type: 'object', description, properties, required, additionalProperties: false });

/** Returns the schema of an object with one of these words as its only key, which selects the schema: none is tried. */
export const oneWord = (description: string, words: Readonly<Record<string, unknown>>): JsonSchema => ({
  ...strictObject(description, words),
  minProperties: 1,
  maxProperties: 1,
});

/** Returns one property per word, each a reference to the definition of the word. */
export const definitionReferences = (
  prefix: string,
  words: Readonly<Record<string, unknown>>,
): Record<string, JsonSchema> => {
  const references: Record<string, JsonSchema> = {};
  for (const name in words) references[name] = { $ref: `#/definitions/${prefix}-${name}` };
  return references;
};
