import { Ajv } from 'ajv';
import { dictionary } from '../../words/dictionary.ts';
import type { Validate } from './ajv-error.ts';
import { scenarioSchema } from './scenario-schema.ts';

/** The ajv options that `ajvErrorTexts` relies on; `x-names` and `x-or` are keywords of mtulab that ajv ignores. */
export const ajvOptions = {
  allErrors: true,
  verbose: true,
  messages: false,
  // Inlining every shape doubles the code, all of which is loaded to report an error.
  inlineRefs: false,
  allowUnionTypes: true,
  strictTypes: false,
  keywords: ['x-names', 'x-or'],
};

/** Validates scenarios; compiled when this module is loaded. In dist, the build replaces it by compiled code. */
export const validate: Validate = new Ajv(ajvOptions).compile(scenarioSchema(dictionary));
