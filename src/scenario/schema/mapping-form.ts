import type { JsonSchema } from '../../words/language/shape.ts';
import { isObject, ownProperty } from '../model/unknown-values.ts';
import { conforms, resolveDefinition } from './conforms.ts';
import { inlineYaml } from './inline-yaml.ts';

/**
 * A mapping to show where something else was written: `{ outcome: completed }` for `completed`, an example of fetch for `fetch a b`, and else
 * the example of the schema or of its first word.
 */
export const mappingForm = (root: JsonSchema, schema: JsonSchema, written: unknown): string | undefined => {
  const words = Object.entries((schema['properties'] ?? {}) as JsonSchema)
    .map(([name, property]) => ({ name, definition: resolved(root, property) }))
    .filter(({ definition }) => examplesOf(definition).length > 0);
  const text = typeof written === 'string' ? written.trim() : '';
  const named = words.find(({ name }) => text.split(/\s+/, 1)[0] === name);
  if (named === undefined) {
    const fitting =
      text === ''
        ? undefined
        : words.find(({ definition }) => isChoice(definition) && conforms(root, definition, text));
    if (fitting) return inlineYaml({ [fitting.name]: text });
  }
  const [example] = examplesOf(schema);
  if (named === undefined && isObject(example)) return inlineYaml(example);
  const word = named ?? words[0];
  return word && inlineYaml({ [word.name]: examplesOf(word.definition)[0] });
};

const resolved = (root: JsonSchema, schema: unknown): JsonSchema => {
  const definition = isObject(schema) && '$ref' in schema ? resolveDefinition(root, schema['$ref']) : schema;
  return isObject(definition) ? definition : {};
};

const examplesOf = (schema: JsonSchema): readonly unknown[] =>
  (ownProperty(schema, 'examples') as readonly unknown[] | undefined) ?? [];

/** Whether a schema has a list of words somewhere; a name would be accepted whatever it is. */
const isChoice = (schema: JsonSchema): boolean => JSON.stringify(schema).includes('"enum"');
