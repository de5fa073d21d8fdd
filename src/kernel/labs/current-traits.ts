import type { ScenarioNode } from '../../scenario/model/scenario.ts';

/** What each node has of each trait at this moment: the build's settings until a change gives others. */
export const currentTraits = (nodes: readonly ScenarioNode[]): CurrentTraits => {
  const given = new Map(nodes.map(({ name, traits }) => [name, new Map(Object.entries(traits))]));
  return {
    traitOf: (node, trait) => given.get(node)?.get(trait),
    setTrait: (node, trait, settings) => {
      if (settings === undefined) given.get(node)?.delete(trait);
      else given.get(node)?.set(trait, settings);
    },
  };
};

interface CurrentTraits {
  traitOf(node: string, trait: string): unknown;
  setTrait(node: string, trait: string, settings: unknown): void;
}
