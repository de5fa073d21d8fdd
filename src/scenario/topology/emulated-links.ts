import type { Dictionary } from '../../words/dictionary.ts';
import { holdsFrames } from '../../words/lab/impairment.ts';
import type { Scenario, ScenarioLink, Step } from '../model/scenario.ts';

/** How a link is emulated that is impaired at some time of a scenario. */
export interface EmulatedLink {
  /** It has to hold frames back for a time. */
  readonly holds: boolean;
}

/** Finds the links that are impaired: by themselves, by a trait of a node at one end, or by a later change of it. */
export const emulatedLinks = (
  { nodes, links, steps = [] }: Pick<Scenario, 'nodes' | 'links'> & Partial<Pick<Scenario, 'steps'>>,
  { traits, actions }: Pick<Dictionary, 'traits' | 'actions'>,
): ReadonlyMap<ScenarioLink, EmulatedLink> => {
  const settings = [
    ...nodes.flatMap(({ name: node, traits }) => Object.entries(traits).map(([trait, now]) => ({ node, trait, now }))),
    ...steps.flatMap((step) => changesOf(step, actions)),
  ];
  const impaired = settings.flatMap(({ node, trait, now }) =>
    now === undefined ? [] : (traits[trait]?.emulates?.(now) ?? []).map((end) => ({ node, ...end })),
  );
  return new Map(
    links.flatMap((link) => {
      if (link.tunnel) return [];
      const ends = impaired.filter(({ node, name }) => interfaceOf(link, node) === name);
      if (!link.impairment && ends.length === 0) return [];
      const holds = ends.some((end) => end.holds) || (link.impairment !== undefined && holdsFrames(link.impairment));
      return [[link, { holds }] as const];
    }),
  );
};

const changesOf = ({ action, together }: Step, actions: Dictionary['actions']) => [
  ...(action ? (actions[action.word]?.traitChanges?.(action.settings) ?? []) : []),
  ...together.flatMap((step): ReturnType<NonNullable<Dictionary['actions'][string]['traitChanges']>> =>
    changesOf(step, actions),
  ),
];

const interfaceOf = ({ between, name }: ScenarioLink, node: string): string | undefined => {
  const end = between.indexOf(node);
  return end < 0 ? undefined : (name ?? `to-${between[1 - end]}`);
};
