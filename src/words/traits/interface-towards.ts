import { interfaceId } from '../lab/node-view.ts';
import type { InterfaceView, NodeView } from '../lab/node-view.ts';

/** The interface of a node on its link to a neighbour; `towardsConflict` finds where there is none, or more than one. */
export const interfaceTowards = (node: NodeView, neighbour: string): InterfaceView | undefined =>
  node.interfaces.find(({ peer }) => peer === neighbour);

/** Returns why a neighbour does not name one interface of this node; undefined when it does. */
export const towardsConflict = (node: NodeView, neighbour: string): string | undefined => {
  const links = node.interfaces.filter(({ peer }) => peer === neighbour);
  if (links.length === 0) return `${node.name} has no link to ${neighbour}`;
  return links.length > 1
    ? `${node.name} has several links to ${neighbour} (${links.map(interfaceId).join(', ')}), so the neighbour names none of them`
    : undefined;
};
