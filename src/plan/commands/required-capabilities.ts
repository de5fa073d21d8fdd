import type { Scenario, Step } from '../../scenario/model/scenario.ts';
import type { Dictionary } from '../../words/dictionary.ts';
import type { Capability, Word } from '../../words/language/word.ts';
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

const ofNode = (
  { kind, settings, traits }: Scenario['nodes'][number],
  dictionary: Dictionary,
): readonly Capability[] => [
  ...ofWord(dictionary.nodes[kind], settings),
  ...Object.entries(traits).flatMap(([name, given]) => ofWord(dictionary.traits[name], given)),
];

const ofStep = ({ action, expect, watch, together }: Step, dictionary: Dictionary): readonly Capability[] => [
  ...(action ? ofWord(dictionary.actions[action.word], action.settings) : []),
  ...expect.flatMap(({ word, wanted }) => ofWord(dictionary.expectations[word], wanted)),
  ...Object.entries(watch).flatMap(([word, settings]) => ofWord(dictionary.watches[word], settings)),
  ...together.flatMap((step) => ofStep(step, dictionary)),
];

const ofWord = (word: Word<unknown> | undefined, settings: unknown): readonly Capability[] => [
  ...(word?.needs ?? []),
  ...(word?.needsFor?.(settings) ?? []),
];
