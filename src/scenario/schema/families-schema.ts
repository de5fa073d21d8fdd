import { families } from '../../evidence/family.ts';
import { list, oneOf } from '../../words/language/shape.ts';
import type { JsonSchema } from '../../words/language/shape.ts';

/** The schema of a list of address families, each at most once. */
export const familiesSchema = (description: string, example: readonly string[]): JsonSchema => ({
  ...list(description, oneOf('an address family', ...families), 1).schema,
  uniqueItems: true,
  examples: [example],
});
