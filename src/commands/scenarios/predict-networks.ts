import { pathWarnings } from '../../path/predictions/path-warnings.ts';
import { predictSteps } from '../../path/predictions/predict-steps.ts';
import type { PredictedStep } from '../../path/predictions/predict-steps.ts';
import type { NetworkPlan } from '../../plan/model/plan.ts';
import { planNetwork } from '../../plan/plan-network.ts';
import { sortByPosition } from '../../scenario/problems/locate-problem.ts';
import type { LocatedProblem } from '../../scenario/problems/locate-problem.ts';
import { dictionary } from '../../words/dictionary.ts';
import type { Scenarios } from './read-scenarios.ts';

/** Plans the networks of scenarios without what builds them, and predicts their steps; hints name what does not fit. */
export const predictNetworks = ({ scenarios, locate }: Pick<Scenarios, 'scenarios' | 'locate'>): Predictions => {
  const networks = scenarios.map((scenario) => {
    const plan = planNetwork(scenario, dictionary);
    return { plan, steps: predictSteps(plan, dictionary) };
  });
  const warnings = networks.flatMap(({ plan, steps }) =>
    pathWarnings(plan, steps, dictionary).map((problem) => locate(plan.scenario, problem)),
  );
  return { networks, hints: sortByPosition(warnings) };
};

export interface Predictions {
  /** The index of a network is that of its scenario. */
  readonly networks: readonly PredictedNetwork[];
  /** What the walk of a packet finds that is better written differently. */
  readonly hints: readonly LocatedProblem[];
}

/** What a plan says of each step, before anything is built. */
export interface PredictedNetwork {
  readonly plan: NetworkPlan;
  readonly steps: readonly PredictedStep[];
}
