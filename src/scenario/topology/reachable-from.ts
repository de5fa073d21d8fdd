import type { Family } from '../../evidence/family.ts';
import { carries } from '../../words/lab/node-view.ts';
import type { NodeView, NodeViews } from '../../words/lab/node-view.ts';

/** The nodes that packets from a node can reach, of one family or of any, over links and through what forwards. */
export const reachableFrom = (start: NodeView, views: NodeViews, family?: Family): ReadonlySet<string> => {
  const reached = new Set([start.name]);
  const queue = [start];
  const has = ({ families, bridges }: NodeView): boolean =>
    family === undefined || bridges === true || families.includes(family);
  for (let node = queue.pop(); node; node = queue.pop()) {
    if (node !== start && !node.forwards && !node.bridges) continue;
    const behind = node.leadsTo === undefined || family === 'ipv6' ? undefined : views.get(node.leadsTo);
    if (behind && !reached.has(behind.name)) {
      queue.push(behind);
      reached.add(behind.name);
    }
    for (const view of node.interfaces) {
      const next = reached.has(view.peer) ? undefined : views.get(view.peer);
      if (!next || !has(next) || (family !== undefined && !carries(node, view, family))) continue;
      queue.push(next);
      reached.add(next.name);
    }
  }
  return reached;
};
