import type { Scenario, Step } from '../../scenario/model/scenario.ts';
import type { Dictionary } from '../../words/dictionary.ts';
import type { Capability } from '../../words/language/word.ts';
import type { Route } from '../model/plan.ts';

/** What the machine must be able to do for this scenario, each once; what is missing makes it a skip. */
export const requiredCapabilities = (
  scenario: Scenario,
  dictionary: Dictionary,
  routes: readonly Route[],
): readonly Capability[] => [
  ...new Set<Capability>([
    'nft',
    ...(routes.some(({ via }) => via.length > 1) ? (['nexthop-groups'] as const) : []),
    ...scenario.nodes.flatMap((node) => ofNode(node, dictionary)),
    ...scenario.steps.flatMap((step) => ofStep(step, dictionary)),
  ]),
];

const ofNode = ({ kind, traits }: Scenario['nodes'][number], dictionary: Dictionary): readonly Capability[] => [
  ...(dictionary.nodes[kind]?.needs ?? []),
  ...Object.entries(traits).flatMap(([name, settings]) => {
    const trait = dictionary.traits[name];
    return [...(trait?.needs ?? []), ...(trait?.needsFor?.(settings) ?? [])];
  }),
];

const ofStep = ({ action, expect, watch, together }: Step, dictionary: Dictionary): readonly Capability[] => [
  ...(action ? ofAction(action, dictionary) : []),
  ...expect.flatMap(({ word }) => dictionary.expectations[word]?.needs ?? []),
  ...Object.keys(watch).flatMap((word) => dictionary.watches[word]?.needs ?? []),
  ...together.flatMap((step) => ofStep(step, dictionary)),
];

const ofAction = ({ word, settings }: NonNullable<Step['action']>, dictionary: Dictionary): readonly Capability[] => {
  const action = dictionary.actions[word];
  return [...(action?.needs ?? []), ...(action?.needsFor?.(settings) ?? [])];
};
