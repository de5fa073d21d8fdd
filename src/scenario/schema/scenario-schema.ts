import type { Dictionary } from '../../words/dictionary.ts';
import type { JsonSchema, Shape } from '../../words/language/shape.ts';
import { byType, mapOf, namePattern, oneOf, text } from '../../words/language/shape.ts';
import type { Word } from '../../words/language/word.ts';
import { isObject } from '../model/unknown-values.ts';
import { exampleAction, stepDefinitions } from './step-schema.ts';
import { strictObject } from './strict-object.ts';
import { familiesSchema } from './families-schema.ts';
import { topologyDefinitions, topologySchema } from './topology-schema.ts';

/** Returns the draft-07 schema of a scenario file, made from the dictionary: for ajv, editors and error messages. */
export const scenarioSchema = (dictionary: Dictionary): JsonSchema => {
  const { service, trait, action, ...others } = wordsByPrefix(dictionary);
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'an mtulab scenario',
    ...wholeFile(),
    definitions: joined(
      ...definitionsOf({ service, trait }),
      shareWords(definitions('action', action), 'trait', trait),
      ...definitionsOf(others),
      shareWords(topologyDefinitions(dictionary), 'service', service),
      stepDefinitions(dictionary),
    ),
  };
};

/** Returns a schema that accepts the same files, without what only people read: most files are right, and it is made in less time. */
export const decidingSchema = (dictionary: Dictionary): JsonSchema => ({
  ...wholeFile(),
  definitions: withShapes(
    { ...topologyDefinitions(dictionary), ...stepDefinitions(dictionary) },
    wordsByPrefix(dictionary),
  ),
});

type Words = Readonly<Record<string, Word<unknown>>>;

/** The words that have definitions of their own, by how the names of these begin. */
const wordsByPrefix = (dictionary: Dictionary) =>
  ({
    service: dictionary.services,
    trait: dictionary.traits,
    action: dictionary.actions,
    watch: dictionary.watches,
    expectation: dictionary.expectations,
    behaviour: dictionary.behaviours,
  }) satisfies Readonly<Record<string, Words>>;

const wholeFile = (): JsonSchema =>
  strictObject('a network, and steps with their expected results', top, ['title', 'topology', 'steps']);

const variable: Shape<string> = text('the name of a variable', new RegExp(namePattern), 'mss');

const scalar = { type: ['string', 'number', 'boolean'], description: 'a value for ${name}' };

const top = {
  title: { ...text('what the scenario shows, in one sentence').schema, minLength: 1 },
  families: familiesSchema('the address families to run the scenario for; both by default', ['ipv6']),
  neighbours: oneOf('whether neighbour entries are permanent, or learned as on a real network', 'permanent', 'learned')
    .schema,
  vary: {
    ...mapOf(
      'variables with several values, used as ${name} in any text; each combination is a case of its own',
      byType(
        'the values of the variable, or a mapping in which each value brings further variables',
        { schema: { type: 'array', description: 'the values of the variable', items: scalar, minItems: 1 } },
        mapOf(
          'the values of the variable, each with further variables that belong to it',
          mapOf('variables with one value, the same ones for each value', { schema: scalar }, variable),
        ),
      ),
      variable,
    ).schema,
    examples: [{ mss: [1396, 1440] }],
  },
  vars: {
    ...mapOf('variables with one value, used as ${name} in any text', { schema: scalar }, variable).schema,
    examples: [{ mss: 1396 }],
  },
  topology: topologySchema,
  steps: {
    type: 'array',
    description: 'the actions to perform, in order',
    items: { $ref: '#/definitions/step' },
    minItems: 1,
    examples: [[{ do: exampleAction, expect: { outcome: 'completed' } }]],
  },
};

const definitionsOf = (roles: Readonly<Record<string, Words>>): readonly JsonSchema[] =>
  Object.entries(roles).map(([prefix, words]) => definitions(prefix, words));

const definitions = (prefix: string, words: Words): JsonSchema =>
  Object.fromEntries(
    Object.entries(words).map(([name, { about, shape, example }]) => [
      `${prefix}-${name}`,
      { examples: [example], ...shape.schema, description: about },
    ]),
  );

const withShapes = (definitions: Record<string, unknown>, roles: Readonly<Record<string, Words>>): JsonSchema => {
  for (const prefix in roles)
    for (const name in roles[prefix]) definitions[`${prefix}-${name}`] = roles[prefix][name]!.shape.schema;
  return definitions;
};

/**
 * Replaces traits inside actions, and services inside nodes, by references: the schema file and the compiled validator shrink by a fifth. Each
 * definition is made when it is first read, since a file uses few of them.
 */
const shareWords = (schema: JsonSchema, prefix: string, words: Words): JsonSchema => {
  const names = new Map(Object.entries(words).map(([name, { shape }]) => [shape.schema, name]));
  const replaceWords = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(replaceWords);
    if (!isObject(value)) return value;
    const name = names.get(value);
    return name === undefined
      ? Object.fromEntries(Object.entries(value).map(([key, each]) => [key, replaceWords(each)]))
      : { $ref: `#/definitions/${prefix}-${name}` };
  };
  return Object.defineProperties(
    {},
    Object.fromEntries(
      Object.entries(schema).map(([name, definition]) => [name, onFirstRead(() => replaceWords(definition))]),
    ),
  );
};

const onFirstRead = (make: () => unknown): PropertyDescriptor => {
  let made: unknown;
  return { enumerable: true, configurable: true, get: () => (made ??= make()) };
};

/** Joins mappings without reading their values. */
const joined = (...parts: readonly JsonSchema[]): JsonSchema =>
  Object.defineProperties({}, Object.assign({}, ...parts.map((part) => Object.getOwnPropertyDescriptors(part))));
