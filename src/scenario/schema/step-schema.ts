import type { Dictionary } from '../../words/dictionary.ts';
import type { JsonSchema } from '../../words/language/shape.ts';
import { duration, boolean, text } from '../../words/language/shape.ts';
import { oneWord, definitionReferences, strictObject } from './strict-object.ts';

/** Returns the definitions of a step and of its expectations. */
export const stepDefinitions = ({ actions, watches, expectations, behaviours }: Dictionary): JsonSchema => ({
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
      expect: oneSetOrSeveral,
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
  expect: expectSchema(
    definitionReferences('expectation', expectations),
    definitionReferences('behaviour', behaviours),
  ),
});

/** The action in the examples of the keys around it. */
export const exampleAction = { fetch: { from: 'client', to: 'server', bytes: '200kB' } };

const exampleExpect = { outcome: 'stalled', ipv6: { 'syn-mss': { 'client:to-edge': 8940 } } };

/** Not by the keyword `type`, so that whatever is neither gets the error of a single set. */
const oneSetOrSeveral: JsonSchema = {
  title: 'a mapping, or a list of mappings that apply to different kernels',
  description: 'the expected results',
  examples: [exampleExpect],
  if: { type: 'array' },
  then: {
    type: 'array',
    description: 'sets of expected results, of which each may apply to some kernels only',
    items: { $ref: '#/definitions/expect' },
    minItems: 1,
  },
  else: { $ref: '#/definitions/expect' },
};

const expectSchema = (
  expectations: Readonly<Record<string, JsonSchema>>,
  behaviours: Readonly<Record<string, JsonSchema>>,
): JsonSchema => ({
  examples: [exampleExpect],
  ...strictObject('the expected results, for both families', {
    ...expectations,
    ipv6: { ...strictObject('the expected results over IPv6', expectations), minProperties: 1 },
    ipv4: { ...strictObject('the expected results over IPv4', expectations), minProperties: 1 },
    where: {
      ...strictObject(
        'behaviours that the kernel must have (true) or must not have (false) for these results to be expected; a probe finds out',
        behaviours,
      ),
      minProperties: 1,
      examples: [{ 'syn-remembers-pmtu': true }],
    },
  }),
  minProperties: 1,
  if: { required: ['where'], properties: { where: {} } },
  then: { minProperties: 2, description: 'an expected result beside where' },
});
