import type { Family } from '../../evidence/family.ts';
import type { Scenario, Step } from '../../scenario/model/scenario.ts';
import { dictionary } from '../../words/dictionary.ts';

/** Whether a scenario can run with these families of the command line: it has one of them, and its tunnels ride on no other. */
export const appliesTo = (scenario: Scenario, chosen: readonly Family[]): boolean =>
  scenario.families.some((family) => chosen.includes(family)) &&
  neededFamilies(scenario).every((family) => chosen.includes(family));

/** Why the families of the command line exclude a scenario: `applies to ipv6 only`. */
export const whyExcluded = (scenario: Scenario | undefined): string => {
  const { families } = scenario ?? { families: ['no family'] };
  const both = families.join(' and ');
  if (scenario && hasTranslator(scenario)) return `translates between ${both}`;
  if (families.length > 1 && scenario && choosesFamily(scenario)) return `has programs that choose between ${both}`;
  const carriers = families.length > 1 && scenario ? tunnelFamilies(scenario) : [];
  return carriers.length > 0 ? `has tunnels over ${carriers.join(' and ')}` : `applies to ${families.join()} only`;
};

/** What carries tunnels, and all where a node translates between them, or a program chooses. */
const neededFamilies = (scenario: Scenario): readonly Family[] =>
  hasTranslator(scenario) || choosesFamily(scenario) ? scenario.families : tunnelFamilies(scenario);

const choosesFamily = ({ steps }: Scenario): boolean => steps.some(isChoice);

const isChoice = ({ action, together }: Step): boolean =>
  (action !== undefined && dictionary.actions[action.word]!.choosesFamily === true) || together.some(isChoice);

const hasTranslator = ({ nodes }: Scenario): boolean => nodes.some(({ kind }) => dictionary.nodes[kind]!.translates);

const tunnelFamilies = ({ links }: Scenario): readonly Family[] => [
  ...new Set(
    links.flatMap(({ tunnel }) => (tunnel ? [dictionary.links[tunnel.kind]!.underlay!(tunnel.settings)] : [])),
  ),
];
