import type { Scenario } from '../scenario/model/scenario.ts';
import type { Dictionary } from '../words/dictionary.ts';
import { interfaceId } from '../words/lab/node-view.ts';
import { leasePools } from './addresses/lease-pools.ts';
import { planInterfaces } from './addresses/plan-interfaces.ts';
import { planNodes } from './addresses/plan-nodes.ts';
import { segmentsOf } from './addresses/segments-of.ts';
import type { NetworkPlan, Plan } from './model/plan.ts';
import { familyPaths } from './routes/family-paths.ts';
import { tunnelEndRoutes } from './routes/tunnel-end-routes.ts';
import type { RoutedTunnel } from './routes/tunnel-end-routes.ts';
import { planRoutes } from './routes/plan-routes.ts';

/** Plans the nodes, links and routes of a scenario without problems, and nothing that builds them; pure. */
export const planNetwork = (scenario: Scenario, dictionary: Dictionary): NetworkPlan => {
  const segments = segmentsOf(scenario, dictionary);
  const interfaces = planInterfaces(scenario, segments, dictionary);
  const nodes = planNodes(scenario, dictionary, interfaces);
  const paths = familyPaths(scenario, {
    nodes,
    segments,
    numbers: interfaces.numbers,
    pools: leasePools(scenario, dictionary),
  });
  const links = scenario.links.map((link) => planLink(link, interfaces.byNode, dictionary));
  const routes = planRoutes(nodes, paths, interfaces.addresses);
  return {
    scenario,
    nodes,
    links,
    routes: [...routes, ...tunnelEndRoutes(routedTunnels(scenario, dictionary), nodes, routes)],
  };
};

const routedTunnels = ({ links }: Scenario, { links: kinds }: Dictionary): readonly RoutedTunnel[] =>
  links.flatMap(({ between, tunnel }) => {
    const kind = tunnel && kinds[tunnel.kind]!;
    return kind?.sourceFromRoute ? [{ between, over: kind.underlay!(tunnel!.settings) }] : [];
  });

const planLink = (
  { between: [first, second], name, tunnel }: Scenario['links'][number],
  byNode: ReadonlyMap<string, Plan['nodes'][number]['interfaces']>,
  { links: kinds }: Dictionary,
): Plan['links'][number] => {
  const end = (node: string, peer: string) => ({
    node,
    interface: byNode.get(node)!.find((view) => view.peer === peer && interfaceId(view) === (name ?? `to-${peer}`))!
      .name,
  });
  return {
    ends: [end(first, second), end(second, first)],
    ...(tunnel && { tunnel: plannedTunnel(tunnel, kinds[tunnel.kind]!) }),
  };
};

const plannedTunnel = (
  { kind, settings }: NonNullable<Scenario['links'][number]['tunnel']>,
  word: Dictionary['links'][string],
): NonNullable<Plan['links'][number]['tunnel']> => {
  const over = word.underlay!(settings);
  const { paddedTo } = word;
  return { kind, over, overhead: word.overhead(settings)[over], ...(paddedTo && { paddedTo }) };
};
