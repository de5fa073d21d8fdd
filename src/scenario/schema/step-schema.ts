import type { Dictionary } from '../../words/dictionary.ts';
import type { JsonSchema } from '../../words/language/shape.ts';
import { duration, flag, text } from '../../words/language/shape.ts';
import { oneWord, definitionReferences, strictObject } from './strict-object.ts';

/** Definitions of a step and of what it may expect. */
export const stepDefinitions = ({ actions, watches, expectations }: Dictionary): JsonSchema => ({
  step: {
    ...strictObject('one thing that is done, and what should come of it', {
      name: { ...text('the step in one sentence').schema, minLength: 1 },
      do: oneWord('one action', definitionReferences('action', actions)),
      together: {
        type: 'array',
        description: 'steps that run at the same time',
        items: { $ref: '#/definitions/step' },
        minItems: 2,
      },
      expect: { $ref: '#/definitions/expect' },
      watch: strictObject('what is only to be shown', definitionReferences('watch', watches)),
      within: duration('how long the step may take').schema,
      fresh: flag('whether all that nodes have learned is forgotten first').schema,
    }),
    if: { required: ['together'] },
    else: { required: ['do'], properties: { do: { description: 'one action, such as {fetch: {…}}' } } },
  },
  expect: expectSchema(definitionReferences('expectation', expectations)),
});

const expectSchema = (words: Readonly<Record<string, JsonSchema>>): JsonSchema => ({
  ...strictObject('what should come of it, for both families', {
    ...words,
    ipv6: { ...strictObject('what should come of it over IPv6', words), minProperties: 1 },
    ipv4: { ...strictObject('what should come of it over IPv4', words), minProperties: 1 },
  }),
  minProperties: 1,
});
