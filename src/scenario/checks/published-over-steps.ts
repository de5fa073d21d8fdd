import type { Dictionary } from '../../words/dictionary.ts';
import type { PublishedPort } from '../../words/lab/node-view.ts';
import type { TraitChange } from '../../words/language/word.ts';
import { entriesOf } from '../model/unknown-values.ts';
import type { IsValid } from '../problems/valid-paths.ts';
import type { ScenarioNode, Step } from '../model/scenario.ts';
import { publishedPorts } from '../topology/published-ports.ts';
import { actionsOf } from './actions-of.ts';

/** The ports of a node that lead to other nodes, from a step on; undefined once an invalid change may have replaced them. */
export interface PublishedStage {
  /** Number of the first step that finds them. */
  readonly from: number;
  readonly ports: readonly PublishedPort[] | undefined;
}

/** Returns for each node what it publishes as steps go on. The steps of a `together` find what was there before all of them. */
export const publishedOverSteps = (
  nodes: readonly ScenarioNode[],
  steps: readonly Step[],
  { dictionary, isValid }: { readonly dictionary: Dictionary; readonly isValid: IsValid },
): ReadonlyMap<string, readonly PublishedStage[]> => {
  const portsOf = (traits: ScenarioNode['traits']) => publishedPorts(traits, dictionary).publishes ?? [];
  const current = new Map(nodes.map(({ name, traits }) => [name, traits]));
  const stages = new Map<string, PublishedStage[]>(
    nodes.map(({ name, traits }) => [name, [{ from: 0, ports: portsOf(traits) }]]),
  );
  const replace = ({ node, trait, now }: TraitChange, from: number): void => {
    const { [trait]: _, ...others } = current.get(node) ?? {};
    const traits = now === undefined ? others : { ...others, [trait]: now };
    current.set(node, traits);
    const stagesOfNode = stages.get(node);
    stagesOfNode?.push({ from, ports: stagesOfNode.at(-1)!.ports && portsOf(traits) });
  };
  for (const [index, step] of steps.entries())
    for (const { word, settings, at } of actionsOf([step])) {
      const { traitChanges } = dictionary.actions[word]!;
      if (!traitChanges) continue;
      if (isValid(at)) for (const change of traitChanges(settings)) replace(change, index + 1);
      else for (const [node] of entriesOf(settings)) stages.get(node)?.push({ from: index + 1, ports: undefined });
    }
  return stages;
};
