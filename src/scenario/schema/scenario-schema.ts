import { families } from '../../evidence/family.ts';
import type { Dictionary } from '../../words/dictionary.ts';
import type { JsonSchema, Shape } from '../../words/language/shape.ts';
import { list, mapOf, namePattern, oneOf, text } from '../../words/language/shape.ts';
import type { Word } from '../../words/language/word.ts';
import { isObject } from '../model/unknown-values.ts';
import { stepDefinitions } from './step-schema.ts';
import { strictObject } from './strict-object.ts';
import { topologyDefinitions, topologySchema } from './topology-schema.ts';

/** The draft-07 schema of a scenario file, read off the dictionary: for ajv, for editors, and for the messages about a wrong file. */
export const scenarioSchema = (dictionary: Dictionary): JsonSchema => ({
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'a scenario of mtulab',
  ...strictObject('a network, and what should happen in it', top, ['title', 'topology', 'steps']),
  definitions: {
    ...definitions('trait', dictionary.traits),
    ...sharing(definitions('action', dictionary.actions), dictionary.traits),
    ...definitions('watch', dictionary.watches),
    ...definitions('expectation', dictionary.expectations),
    ...topologyDefinitions(dictionary),
    ...stepDefinitions(dictionary),
  },
});

const variable: Shape<string> = text('the name of a variable', new RegExp(namePattern), 'mss');

const scalar = { type: ['string', 'number', 'boolean'], description: 'a value for ${name}' };

const top = {
  title: { ...text('what the scenario shows, in one sentence').schema, minLength: 1 },
  families: {
    ...list('the families that it runs for; both without it', oneOf('a family', ...families), 1).schema,
    uniqueItems: true,
  },
  neighbours: oneOf('whether neighbours are permanent or learned as in the wild', 'permanent', 'learned').schema,
  vary: mapOf(
    'variables with several values: each combination is a case of its own',
    { schema: { type: 'array', description: 'the values', items: scalar, minItems: 1 } },
    variable,
  ).schema,
  vars: mapOf('variables with one value', { schema: scalar }, variable).schema,
  topology: topologySchema,
  steps: {
    type: 'array',
    description: 'what is done, in order',
    items: { $ref: '#/definitions/step' },
    minItems: 1,
  },
};

const definitions = (prefix: string, words: Readonly<Record<string, Word<unknown>>>): JsonSchema =>
  Object.fromEntries(
    Object.entries(words).map(([name, { about, shape }]) => [
      `${prefix}-${name}`,
      { ...shape.schema, description: about },
    ]),
  );

/** An action that is made from traits refers to their definitions: the file and the compiled validator shrink by a fifth. */
const sharing = (schema: JsonSchema, traits: Dictionary['traits']): JsonSchema => {
  const names = new Map(Object.entries(traits).map(([name, { shape }]) => [shape.schema, name]));
  const shared = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(shared);
    if (!isObject(value)) return value;
    const name = names.get(value);
    return name === undefined
      ? Object.fromEntries(Object.entries(value).map(([key, each]) => [key, shared(each)]))
      : { $ref: `#/definitions/trait-${name}` };
  };
  return shared(schema) as JsonSchema;
};
