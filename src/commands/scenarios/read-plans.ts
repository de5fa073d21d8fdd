import { makePlan } from '../../plan/make-plan.ts';
import type { Plan } from '../../plan/model/plan.ts';
import type { ScenarioText } from '../../scenario/model/scenario-text.ts';
import type { Scenario } from '../../scenario/model/scenario.ts';
import { dictionary } from '../../words/dictionary.ts';
import { readScenarios } from './read-scenarios.ts';
import type { ScenarioOptions, Scenarios } from './read-scenarios.ts';

/** Reads, checks and plans all scenario files; the same texts give the same plans. */
export const readPlans = (sources: readonly ScenarioText[], options: ScenarioOptions): Plans => {
  const { scenarios, ...rest } = readScenarios(sources, options);
  return { plans: plansOf(scenarios), ...rest };
};

export interface Plans extends Omit<Scenarios, 'scenarios'> {
  /** The index of a plan is the id of its scenario in a run. */
  readonly plans: readonly Plan[];
}

/** Plans scenarios that were read and checked. */
export const plansOf = (scenarios: readonly Scenario[]): readonly Plan[] =>
  scenarios.map((scenario) => makePlan(scenario, dictionary).plan!);
