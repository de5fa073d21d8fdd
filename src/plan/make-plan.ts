import type { Problem } from '../scenario/problems/problem.ts';
import type { Scenario } from '../scenario/model/scenario.ts';
import { bridgedSegments } from '../scenario/topology/bridged-segments.ts';
import type { BridgedSegments } from '../scenario/topology/bridged-segments.ts';
import type { Dictionary } from '../words/dictionary.ts';
import { buildCommands } from './commands/build-commands.ts';
import { deepFreeze } from './model/deep-freeze.ts';
import { neighbourGraph } from './routes/next-hops.ts';
import { planInterfaces } from './addresses/plan-interfaces.ts';
import { requiredCapabilities } from './commands/required-capabilities.ts';
import { planNodes } from './addresses/plan-nodes.ts';
import { shortestPaths } from './routes/shortest-paths.ts';
import type { Plan } from './model/plan.ts';
import { sizeProblems } from './addresses/size-problems.ts';
import { planRoutes } from './routes/plan-routes.ts';

/** Plans everything that builds one scenario, or returns the problems that prevent it; pure. */
export const makePlan = (scenario: Scenario, dictionary: Dictionary): PlanResult => {
  const bridges = findBridgedSegments(scenario, dictionary);
  const problems = sizeProblems(scenario, bridges);
  return problems.length > 0 ? { problems } : { plan: lazyPlan(scenario, dictionary, bridges), problems: [] };
};

export interface PlanResult {
  readonly plan?: Plan;
  readonly problems: readonly Problem[];
}

/** Computes each part on first access: validating a file, or waiting for a turn to build, needs neither routes nor commands. */
const lazyPlan = (scenario: Scenario, dictionary: Dictionary, bridges: BridgedSegments): Plan => {
  const network = lazy(() => planNetwork(scenario, dictionary, bridges));
  const commands = lazy(() => buildCommands({ scenario, dictionary, ...network() }));
  const needs = lazy(() => requiredCapabilities(scenario, dictionary, network().routes));
  return Object.freeze({
    scenario: deepFreeze(scenario),
    legs: scenario.legs,
    get nodes() {
      return network().nodes;
    },
    get links() {
      return network().links;
    },
    get routes() {
      return network().routes;
    },
    get commands() {
      return commands();
    },
    get needs() {
      return needs();
    },
  });
};

const planNetwork = (
  scenario: Scenario,
  dictionary: Dictionary,
  bridges: BridgedSegments,
): Pick<Plan, 'nodes' | 'links' | 'routes'> => {
  const interfaces = planInterfaces(scenario, bridges);
  const nodes = planNodes(scenario, dictionary, interfaces);
  const paths = shortestPaths(neighbourGraph(nodes, bridges, interfaces.numbers));
  const links = scenario.links.map((link) => planLink(link.between, interfaces.byNode));
  return { nodes, links, routes: planRoutes(nodes, paths, interfaces.addresses) };
};

const findBridgedSegments = ({ nodes, links }: Scenario, { nodes: kinds }: Dictionary): BridgedSegments => {
  const bridges = new Set(nodes.filter(({ kind }) => kinds[kind]!.bridges).map(({ name }) => name));
  const names = nodes.map(({ name }) => name);
  return bridgedSegments(names, links, (name) => bridges.has(name));
};

/** Computes a value on the first call and freezes it; later calls return the same value. */
const lazy = <T>(compute: () => T): (() => T) => {
  let computed: { readonly value: T } | undefined;
  return () => (computed ??= { value: deepFreeze(compute()) }).value;
};

const planLink = (
  [first, second]: readonly [string, string],
  byNode: ReadonlyMap<string, Plan['nodes'][number]['interfaces']>,
): Plan['links'][number] => {
  const end = (node: string, peer: string) => ({
    node,
    interface: byNode.get(node)!.find((candidate) => candidate.peer === peer)!.name,
  });
  return { ends: [end(first, second), end(second, first)] };
};
