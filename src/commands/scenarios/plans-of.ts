import type { ScenarioText } from '../../scenario/model/scenario-text.ts';
import type { Family } from '../../evidence/family.ts';
import { families as allFamilies } from '../../evidence/family.ts';
import { makePlan } from '../../plan/make-plan.ts';
import type { Plan } from '../../plan/model/plan.ts';
import type { LocatedProblem } from '../../scenario/problems/locate-problem.ts';
import { readScenario } from '../../scenario/read-scenario.ts';
import type { Scenario } from '../../scenario/model/scenario.ts';
import { validate } from '../../scenario/schema/validator.ts';
import { dictionary } from '../../words/dictionary.ts';

/** Reads and plans scenario files, all of them, so that every problem is told at once; both sides of a sandbox do this with the same texts and come to the same list. */
export const readPlans = (sources: readonly ScenarioText[], { set, families = allFamilies }: PlanOptions): Plans => {
  const done = sources.map((source) => plansOfOne(source, set, families));
  return {
    plans: done.flatMap(({ plans }) => plans),
    problems: done.flatMap(({ problems }) => problems),
    left: done.flatMap(({ left }) => left),
  };
};

/** What the command line chooses of the scenarios. */
export interface PlanOptions {
  readonly set: Readonly<Record<string, string>>;
  readonly families?: readonly Family[];
}

export interface Plans {
  /** Their order numbers the scenarios of a run. */
  readonly plans: readonly Plan[];
  readonly problems: readonly LocatedProblem[];
  /** Scenarios that hold for none of the chosen families. */
  readonly left: readonly Scenario[];
}

const plansOfOne = ({ file, text }: ScenarioText, set: PlanOptions['set'], families: readonly Family[]): Plans => {
  const { scenarios, problems, locate } = readScenario({ file, text, set }, dictionary, validate);
  const chosen = scenarios.map((scenario) => narrow(scenario, families));
  const planned = chosen.filter(hasFamily).map((one) => makePlan(one, dictionary));
  return {
    plans: planned.flatMap(({ plan }) => plan ?? []),
    problems: [...problems, ...planned.flatMap(({ problems }) => problems.map(locate))],
    left: scenarios.filter((_, index) => !hasFamily(chosen[index]!)),
  };
};

const narrow = (scenario: Scenario, families: readonly Family[]): Scenario => ({
  ...scenario,
  families: scenario.families.filter((family) => families.includes(family)),
});

const hasFamily = ({ families }: Scenario): boolean => families.length > 0;
