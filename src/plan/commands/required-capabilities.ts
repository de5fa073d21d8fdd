import type { Scenario, Step } from '../../scenario/model/scenario.ts';
import type { Dictionary } from '../../words/dictionary.ts';
import { emulator } from '../../words/lab/impairment.ts';
import type { Capability, Word } from '../../words/language/word.ts';
import type { Plan } from '../model/plan.ts';

/** The capabilities that a scenario needs from the machine, each once; it is skipped where one is missing. */
export const requiredCapabilities = (
  scenario: Scenario,
  dictionary: Dictionary,
  { routes, commands }: Pick<Plan, 'routes' | 'commands'>,
): readonly Capability[] => [
  ...new Set<Capability>([
    'nft',
    ...(commands.some((command) => 'nft' in command && command.nft.startsWith('table netdev'))
      ? (['nft-ingress'] as const)
      : []),
    ...(commands.some((command) => command.in === emulator) ? (['link-emulation'] as const) : []),
    ...(routes.some(({ via }) => via.length > 1) ? (['nexthop-groups'] as const) : []),
    ...scenario.nodes.flatMap((node) => nodeCapabilities(node, dictionary)),
    ...scenario.steps.flatMap((step) => stepCapabilities(step, dictionary)),
  ]),
];

const nodeCapabilities = (
  { kind, settings, traits }: Scenario['nodes'][number],
  dictionary: Dictionary,
): readonly Capability[] => [
  ...wordCapabilities(dictionary.nodes[kind], settings),
  ...(dictionary.nodes[kind]?.serves?.(settings) ?? []).flatMap((offered) =>
    wordCapabilities(dictionary.services[offered.word], offered.settings),
  ),
  ...Object.entries(traits).flatMap(([name, trait]) => wordCapabilities(dictionary.traits[name], trait)),
];

const stepCapabilities = ({ action, expect, watch, together }: Step, dictionary: Dictionary): readonly Capability[] => [
  ...(action ? wordCapabilities(dictionary.actions[action.word], action.settings) : []),
  ...expect.flatMap(({ word, wanted }) => wordCapabilities(dictionary.expectations[word], wanted)),
  ...Object.entries(watch).flatMap(([word, settings]) => wordCapabilities(dictionary.watches[word], settings)),
  ...together.flatMap((step) => stepCapabilities(step, dictionary)),
];

const wordCapabilities = (word: Word<unknown> | undefined, settings: unknown): readonly Capability[] => [
  ...(word?.needs ?? []),
  ...(word?.needsFor?.(settings) ?? []),
];
