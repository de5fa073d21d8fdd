import { pathWarnings } from '../../path/predictions/path-warnings.ts';
import { predictSteps } from '../../path/predictions/predict-steps.ts';
import type { PredictedStep } from '../../path/predictions/predict-steps.ts';
import type { NetworkPlan } from '../../plan/model/plan.ts';
import { planNetwork } from '../../plan/plan-network.ts';
import { sortByPosition } from '../../scenario/problems/locate-problem.ts';
import type { ScenarioText } from '../../scenario/model/scenario-text.ts';
import { dictionary } from '../../words/dictionary.ts';
import { readScenarios } from './read-scenarios.ts';
import type { ScenarioOptions, Scenarios } from './read-scenarios.ts';

/** Reads and checks all scenario files, plans their networks without what builds them, and predicts their steps; hints name what does not fit. */
export const readNetworks = (sources: readonly ScenarioText[], options: ScenarioOptions): Networks => {
  const { scenarios, hints, ...rest } = readScenarios(sources, options);
  const networks = scenarios.map((scenario) => {
    const plan = planNetwork(scenario, dictionary);
    return { plan, steps: predictSteps(plan, dictionary) };
  });
  return { networks, ...rest, hints: [...hints, ...pathHints(networks, rest.locate)] };
};

export interface Networks extends Omit<Scenarios, 'scenarios'> {
  readonly networks: readonly PredictedNetwork[];
}

export interface PredictedNetwork {
  readonly plan: NetworkPlan;
  readonly steps: readonly PredictedStep[];
}

/** The hints of planned networks with their places in the files. */
export const pathHints = (networks: readonly PredictedNetwork[], locate: Scenarios['locate']): Scenarios['hints'] =>
  sortByPosition(
    networks.flatMap(({ plan, steps }) =>
      pathWarnings(plan, steps, dictionary).map((problem) => locate(plan.scenario, problem)),
    ),
  );
