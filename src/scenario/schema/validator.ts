import { Ajv } from 'ajv';
import { dictionary } from '../../words/dictionary.ts';
import type { Validate } from './ajv-error.ts';
import { scenarioSchema } from './scenario-schema.ts';

/** How ajv must compile the schema so that each complaint can be put in words; `x-names` and `x-or` are for its other readers. */
export const ajvOptions = {
  allErrors: true,
  verbose: true,
  messages: false,
  // Written into every place that refers to it, a shape makes the code twice as long, and all of it is loaded to say what is wrong.
  inlineRefs: false,
  allowUnionTypes: true,
  strictTypes: false,
  keywords: ['x-names', 'x-or'],
};

/** The dictionary's validator, compiled when this is loaded; in dist the build puts the finished code in place of this module. */
export const validate: Validate = new Ajv(ajvOptions).compile(scenarioSchema(dictionary));
