import type { NetworkPlan } from '../../plan/model/plan.ts';
import type { Dictionary } from '../../words/dictionary.ts';
import { NetworkTraits } from './network-traits.ts';
import type { NetworkView } from './network-view.ts';
import { RouteTables } from './route-tables.ts';

/** What walks need to know of the network of a plan, before any step has changed it. */
export const plannedView = (
  { scenario, nodes, links, routes }: NetworkPlan,
  { traits }: Pick<Dictionary, 'traits'>,
): NetworkView => {
  const byName = new Map(nodes.map((node) => [node.name, node]));
  const placeOf = ({ node, interface: name }: NetworkPlan['links'][number]['ends'][number]): string =>
    byName.get(node)!.interfaces.find((view) => view.name === name)!.place;
  return {
    nodes: byName,
    traits: new NetworkTraits(scenario.nodes, traits),
    routes: new RouteTables(routes),
    tunnels: new Map(
      links.flatMap(({ tunnel, ends }) => (tunnel ? ends.map((end) => [placeOf(end), tunnel] as const) : [])),
    ),
  };
};
