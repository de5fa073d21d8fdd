import type { Dictionary } from '../../words/dictionary.ts';
import type { NodeView } from '../../words/lab/node-view.ts';
import type { ScenarioNode } from '../model/scenario.ts';

/** The ports of a node that lead to other nodes, by its traits. */
export const publishedPorts = (
  traits: ScenarioNode['traits'],
  { traits: words }: Pick<Dictionary, 'traits'>,
): Pick<NodeView, 'publishes'> => {
  const publishes = Object.entries(traits).flatMap(([word, settings]) => words[word]?.publishes?.(settings) ?? []);
  return publishes.length > 0 ? { publishes } : {};
};
