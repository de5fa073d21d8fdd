import type { FlowId } from '../../evidence/flows/flow-id.ts';
import type { Translation } from '../../evidence/flows/segments.ts';
import { dictionary } from '../../words/dictionary.ts';
import type { Lab } from '../../words/lab/lab.ts';
import type { NodeView, NodeViews } from '../../words/lab/node-view.ts';
import { translatedFlow } from '../../words/lab/translation.ts';

/** Returns what nodes that translate between the families, and the traits of nodes, make of a flow without tracking its connection. */
export const statelessTranslations = (
  nodes: NodeViews,
  traitOf: Lab['traitOf'],
  before: FlowId,
): readonly Translation[] =>
  [...nodes.values()].flatMap((node) => [
    ...betweenFamilies(node, before),
    ...Object.entries(dictionary.traits).flatMap(([word, { translates }]) => {
      const settings = translates && traitOf(node.name, word);
      const after = settings === undefined ? undefined : translates!(settings, node, nodes)(before);
      return after ? [{ node: node.name, before, after }] : [];
    }),
  ]);

const betweenFamilies = ({ name, translates }: NodeView, before: FlowId): readonly Translation[] => {
  const after = translates && translatedFlow(translates, before);
  return after ? [{ node: name, before, after }] : [];
};
