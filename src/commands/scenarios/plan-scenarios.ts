import { makePlan } from '../../plan/make-plan.ts';
import type { Plan } from '../../plan/model/plan.ts';
import type { Scenario } from '../../scenario/model/scenario.ts';
import { dictionary } from '../../words/dictionary.ts';

/** Plans a scenario that was read and checked; the same scenario gives the same plan. */
export const planScenario = (scenario: Scenario): Plan => makePlan(scenario, dictionary).plan!;
