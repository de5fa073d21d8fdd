import type { Dictionary } from '../../words/dictionary.ts';
import type { JsonSchema } from '../../words/language/shape.ts';
import { duration, boolean, text } from '../../words/language/shape.ts';
import { oneWord, definitionReferences, strictObject } from './strict-object.ts';

/** Returns the definitions of a step and of its expectations. */
export const stepDefinitions = ({ actions, watches, expectations }: Dictionary): JsonSchema => ({
  step: {
    ...strictObject('an action and its expected results', {
      name: { ...text('the step, in one sentence').schema, minLength: 1 },
      do: oneWord('the action', definitionReferences('action', actions)),
      together: {
        type: 'array',
        description: 'steps that run at the same time',
        items: { $ref: '#/definitions/step' },
        minItems: 2,
      },
      expect: { $ref: '#/definitions/expect' },
      watch: strictObject('facts to report without judging them', definitionReferences('watch', watches)),
      within: duration('the time limit of the step').schema,
      fresh: boolean('whether to flush everything the nodes have learned before the step').schema,
    }),
    if: { required: ['together'], properties: { together: {} } },
    else: { required: ['do'], properties: { do: { description: 'one action, such as {fetch: {…}}' } } },
  },
  expect: expectSchema(definitionReferences('expectation', expectations)),
});

const expectSchema = (expectations: Readonly<Record<string, JsonSchema>>): JsonSchema => ({
  ...strictObject('the expected results, for both families', {
    ...expectations,
    ipv6: { ...strictObject('the expected results over IPv6', expectations), minProperties: 1 },
    ipv4: { ...strictObject('the expected results over IPv4', expectations), minProperties: 1 },
  }),
  minProperties: 1,
});
