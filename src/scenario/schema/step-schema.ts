import type { Dictionary } from '../../words/dictionary.ts';
import type { JsonSchema } from '../../words/language/shape.ts';
import { duration, boolean, text } from '../../words/language/shape.ts';
import { oneWord, definitionReferences, strictObject } from './strict-object.ts';

/** Returns the definitions of a step and of its expectations. */
export const stepDefinitions = ({ actions, watches, expectations }: Dictionary): JsonSchema => ({
  step: {
    ...strictObject('an action and its expected results', {
      name: { ...text('the step, in one sentence').schema, minLength: 1 },
      do: {
        ...oneWord('the action, once for each family at the same time', definitionReferences('action', actions)),
        examples: [exampleAction],
      },
      together: {
        type: 'array',
        description: 'steps that run at the same time, instead of an action; each has expectations of its own',
        items: { $ref: '#/definitions/step' },
        minItems: 2,
        examples: [
          [
            { do: exampleAction, expect: { outcome: 'completed' } },
            { do: { ping: { from: 'client', to: 'server', bytes: 1000 } }, expect: { outcome: 'answered' } },
          ],
        ],
      },
      expect: { $ref: '#/definitions/expect' },
      watch: {
        ...strictObject('facts to report without judging them', definitionReferences('watch', watches)),
        examples: [{ ptb: { at: ['transit'] } }],
      },
      within: duration(
        'the time limit of the step; by default about 5 seconds, or the RTO at the last change if that is longer',
      ).schema,
      fresh: boolean('whether every host forgets its learned path MTUs before the step; not while a kept flow is open')
        .schema,
    }),
    if: { required: ['together'], properties: { together: {} } },
    else: { required: ['do'], properties: { do: { description: 'one action, such as {fetch: {…}}' } } },
  },
  expect: expectSchema(definitionReferences('expectation', expectations)),
});

/** The action in the examples of the keys around it. */
export const exampleAction = { fetch: { from: 'client', to: 'server', bytes: '200kB' } };

const expectSchema = (expectations: Readonly<Record<string, JsonSchema>>): JsonSchema => ({
  examples: [{ outcome: 'stalled', ipv6: { 'syn-mss': { 'client:to-edge': 8940 } } }],
  ...strictObject('the expected results, for both families', {
    ...expectations,
    ipv6: { ...strictObject('the expected results over IPv6', expectations), minProperties: 1 },
    ipv4: { ...strictObject('the expected results over IPv4', expectations), minProperties: 1 },
  }),
  minProperties: 1,
});
