import type { FlowId } from '../../evidence/flows/flow-id.ts';
import type { Translation } from '../../evidence/flows/segments.ts';
import { dictionary } from '../../words/dictionary.ts';
import type { Lab } from '../../words/lab/lab.ts';
import type { NodeViews } from '../../words/lab/node-view.ts';

/** Returns what the traits of the nodes make of a flow without tracking its connection. */
export const statelessTranslations = (
  nodes: NodeViews,
  traitOf: Lab['traitOf'],
  before: FlowId,
): readonly Translation[] =>
  [...nodes.values()].flatMap((node) =>
    Object.entries(dictionary.traits).flatMap(([word, { translates }]) => {
      const settings = translates && traitOf(node.name, word);
      const after = settings === undefined ? undefined : translates!(settings, node, nodes)(before);
      return after ? [{ node: node.name, before, after }] : [];
    }),
  );
