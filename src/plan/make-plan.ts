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

/** Works out everything that will be done for one scenario, or says what cannot be planned; pure. */
export const makePlan = (scenario: Scenario, dictionary: Dictionary): PlanResult => {
  const bridges = bridgingOf(scenario, dictionary);
  const excess = sizeProblems(scenario, bridges);
  return excess.length > 0 ? { problems: excess } : { plan: whenAsked(scenario, dictionary, bridges), problems: [] };
};

/** Who only checks a file, or waits for its turn to build, need not wait for routes and commands. */
const whenAsked = (scenario: Scenario, dictionary: Dictionary, bridges: BridgedSegments): Plan => {
  const network = once(() => networkOf(scenario, dictionary, bridges));
  const all = once(() => buildCommands({ scenario, dictionary, ...network() }));
  const needed = once(() => requiredCapabilities(scenario, dictionary, network().routes));
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
      return all();
    },
    get needs() {
      return needed();
    },
  });
};

const networkOf = (
  scenario: Scenario,
  dictionary: Dictionary,
  bridges: BridgedSegments,
): Pick<Plan, 'nodes' | 'links' | 'routes'> => {
  const wires = planInterfaces(scenario, bridges);
  const nodes = planNodes(scenario, dictionary, wires);
  const paths = shortestPaths(neighbourGraph(nodes, bridges, wires.numbers));
  const links = scenario.links.map((link) => linkOf(link.between, wires.byNode));
  return { nodes, links, routes: planRoutes(nodes, paths, wires.addresses) };
};

const bridgingOf = ({ nodes, links }: Scenario, { nodes: kinds }: Dictionary): BridgedSegments => {
  const bridges = new Set(nodes.filter(({ kind }) => kinds[kind]!.bridges).map(({ name }) => name));
  const names = nodes.map(({ name }) => name);
  return bridgedSegments(names, links, (name) => bridges.has(name));
};

/** Its value, frozen; made at the first question. */
const once = <T>(make: () => T): (() => T) => {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: deepFreeze(make()) }).value;
};

export interface PlanResult {
  readonly plan?: Plan;
  readonly problems: readonly Problem[];
}

const linkOf = (
  [one, other]: readonly [string, string],
  byNode: ReadonlyMap<string, Plan['nodes'][number]['interfaces']>,
): Plan['links'][number] => {
  const end = (node: string, peer: string) => ({
    node,
    interface: byNode.get(node)!.find((candidate) => candidate.peer === peer)!.name,
  });
  return { ends: [end(one, other), end(other, one)] };
};
