import type { Problem } from '../scenario/problem.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { Dictionary } from '../words/dictionary.ts';
import { commands } from './commands.ts';
import { freeze } from './freeze.ts';
import { interfaces } from './interfaces.ts';
import { needs } from './needs.ts';
import { plannedNodes } from './nodes.ts';
import { shortestPaths } from './paths.ts';
import type { Plan } from './plan.ts';
import { tooMany } from './problems.ts';
import { routes } from './routes.ts';

/** Works out everything that will be done for one scenario, or says what cannot be planned; pure. */
export const plan = (scenario: Scenario, dictionary: Dictionary): Planning => {
  const excess = tooMany(scenario);
  if (excess.length > 0) return { problems: excess };
  const wires = interfaces(scenario);
  const nodes = plannedNodes(scenario, dictionary, wires);
  const paths = shortestPaths(
    nodes.map(({ forwards, interfaces }) => ({
      forwards,
      neighbours: interfaces.map(({ peer }) => wires.numbers.get(peer)! - 1),
    })),
  );
  const ways = routes(nodes, paths, wires.addresses);
  const all = commands({ scenario, dictionary, nodes, routes: ways });
  const links = scenario.links.map((link) => linkOf(link.between, wires.byNode));
  const made: Plan = {
    ...{ scenario, nodes, links, legs: scenario.legs, routes: ways, commands: all },
    needs: needs(scenario, dictionary, ways),
  };
  return { plan: freeze(made), problems: [] };
};

export interface Planning {
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
