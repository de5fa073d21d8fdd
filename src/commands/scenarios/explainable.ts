import { scenarioSchema } from '../../scenario/schema/scenario-schema.ts';
import type { Dictionary } from '../../words/dictionary.ts';
import { schemaKeys } from './schema-keys.ts';

/** Explained although it is neither a word nor a key. */
export const limitsTopic = 'limits';

/** All that `mtulab explain` explains, each once: roles, their words, keys of scenario files, and their limits. */
export const explainable = (words: Dictionary): readonly string[] => [
  ...new Set([
    ...Object.entries(words).flatMap(([role, ofRole]) => [role, ...Object.keys(ofRole)]),
    ...schemaKeys(scenarioSchema(words)).map(({ name }) => name),
    limitsTopic,
  ]),
];
