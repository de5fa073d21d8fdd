import type { ScenarioNode } from '../../scenario/model/scenario.ts';

/** What each node has of each trait at this moment: the build's settings until a change gives others. */
export const givenTraits = (nodes: readonly ScenarioNode[]): GivenTraits => {
  const given = new Map(nodes.map(({ name, traits }) => [name, new Map(Object.entries(traits))]));
  return {
    given: (node, trait) => given.get(node)?.get(trait),
    give: (node, trait, settings) => {
      if (settings === undefined) given.get(node)?.delete(trait);
      else given.get(node)?.set(trait, settings);
    },
  };
};

interface GivenTraits {
  given(node: string, trait: string): unknown;
  give(node: string, trait: string, settings: unknown): void;
}
