import type { Family } from '../../evidence/family.ts';
import type { Scenario } from '../../scenario/model/scenario.ts';
import { dictionary } from '../../words/dictionary.ts';

/** Whether a scenario can run with these families of the command line: it has one of them, and its tunnels ride on no other. */
export const appliesTo = (scenario: Scenario, chosen: readonly Family[]): boolean =>
  scenario.families.some((family) => chosen.includes(family)) &&
  tunnelFamilies(scenario).every((family) => chosen.includes(family));

/** Why the families of the command line exclude a scenario: `applies to ipv6 only`. */
export const whyExcluded = (scenario: Scenario | undefined): string => {
  const { families } = scenario ?? { families: ['no family'] };
  const carriers = families.length > 1 && scenario ? tunnelFamilies(scenario) : [];
  return carriers.length > 0 ? `has tunnels over ${carriers.join(' and ')}` : `applies to ${families.join()} only`;
};

const tunnelFamilies = ({ links }: Scenario): readonly Family[] => [
  ...new Set(
    links.flatMap(({ tunnel }) => (tunnel ? [dictionary.links[tunnel.kind]!.underlay!(tunnel.settings)] : [])),
  ),
];
