import type { Problem } from '../scenario/problems/problem.ts';
import type { Scenario } from '../scenario/model/scenario.ts';
import type { Dictionary } from '../words/dictionary.ts';
import { buildCommands } from './commands/build-commands.ts';
import { deepFreeze } from './model/deep-freeze.ts';
import { linkProbes } from './links/link-probes.ts';
import { requiredCapabilities } from './commands/required-capabilities.ts';
import type { Plan } from './model/plan.ts';
import { planNetwork } from './plan-network.ts';
import { planProblems } from './plan-problems.ts';

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
