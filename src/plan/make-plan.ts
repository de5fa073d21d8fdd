import type { Problem } from '../scenario/problems/problem.ts';
import type { Scenario } from '../scenario/model/scenario.ts';
import type { Dictionary } from '../words/dictionary.ts';
import { interfaceId } from '../words/lab/node-view.ts';
import { buildCommands } from './commands/build-commands.ts';
import { deepFreeze } from './model/deep-freeze.ts';
import { linkProbes } from './links/link-probes.ts';
import { familyPaths } from './routes/family-paths.ts';
import { planInterfaces } from './addresses/plan-interfaces.ts';
import { requiredCapabilities } from './commands/required-capabilities.ts';
import { planNodes } from './addresses/plan-nodes.ts';
import { segmentsOf } from './addresses/segments-of.ts';
import type { Plan } from './model/plan.ts';
import { planProblems } from './plan-problems.ts';
import { planRoutes } from './routes/plan-routes.ts';

/** Plans everything that builds one scenario, or returns the problems that prevent it; pure. */
export const makePlan = (scenario: Scenario, dictionary: Dictionary): PlanResult => {
  const problems = planProblems(scenario, dictionary);
  return problems.length > 0 ? { problems } : { plan: planOf(scenario, dictionary), problems: [] };
};

export interface PlanResult {
  readonly plan?: Plan;
  readonly problems: readonly Problem[];
}

const planOf = (scenario: Scenario, dictionary: Dictionary): Plan => {
  const { nodes, links, routes } = planNetwork(scenario, dictionary);
  const commands = buildCommands({ scenario, dictionary, nodes, routes });
  return deepFreeze({
    ...{ scenario, legs: scenario.legs, nodes, links, routes, commands },
    needs: [...requiredCapabilities(scenario, dictionary, { routes, commands }), ...linkProbes(scenario, dictionary)],
  });
};

const planNetwork = (scenario: Scenario, dictionary: Dictionary): Pick<Plan, 'nodes' | 'links' | 'routes'> => {
  const segments = segmentsOf(scenario, dictionary);
  const interfaces = planInterfaces(scenario, segments, dictionary);
  const nodes = planNodes(scenario, dictionary, interfaces);
  const paths = familyPaths(scenario, { nodes, segments, numbers: interfaces.numbers });
  const links = scenario.links.map((link) => planLink(link, interfaces.byNode, dictionary));
  return { nodes, links, routes: planRoutes(nodes, paths, interfaces.addresses) };
};

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
  return { kind, over, overhead: word.overhead(settings)[over] };
};
