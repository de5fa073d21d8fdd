import type { ScenarioNode } from '../../scenario/model/scenario.ts';

/** Tracks the current settings of every node's traits: those of the scenario until a change replaces them. */
export const currentTraits = (nodes: readonly ScenarioNode[]): CurrentTraits => {
  const settingsByNode = new Map(nodes.map(({ name, traits }) => [name, new Map(Object.entries(traits))]));
  return {
    traitOf: (node, trait) => settingsByNode.get(node)?.get(trait),
    setTrait: (node, trait, settings) => {
      if (settings === undefined) settingsByNode.get(node)?.delete(trait);
      else settingsByNode.get(node)?.set(trait, settings);
    },
  };
};

interface CurrentTraits {
  /** Returns the settings of a trait; undefined where the node has none. */
  traitOf(node: string, trait: string): unknown;
  /** Replaces the settings of a trait; undefined removes the trait. */
  setTrait(node: string, trait: string, settings: unknown): void;
}
