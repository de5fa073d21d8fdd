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

/**
 * Reads and plans all scenario files, so that every problem is reported at once; the same texts give the same plans
 * inside and outside of a sandbox.
 */
export const readPlans = (sources: readonly ScenarioText[], { set, families = allFamilies }: PlanOptions): Plans => {
  const perFile = sources.map((source) => readFilePlans(source, set, families));
  return {
    plans: perFile.flatMap(({ plans }) => plans),
    problems: perFile.flatMap(({ problems }) => problems),
    hints: perFile.flatMap(({ hints }) => hints),
    skipped: perFile.flatMap(({ skipped }) => skipped),
  };
};

/** The choices of the command line: values for variables, and the families to run. */
export interface PlanOptions {
  readonly set: Readonly<Record<string, string>>;
  readonly families?: readonly Family[];
}

export interface Plans {
  /** The index of a plan is the id of its scenario in a run. */
  readonly plans: readonly Plan[];
  readonly problems: readonly LocatedProblem[];
  /** What is read but is better written differently. */
  readonly hints: readonly LocatedProblem[];
  /** Scenarios that apply to none of the chosen families. */
  readonly skipped: readonly Scenario[];
}

const readFilePlans = ({ file, text }: ScenarioText, set: PlanOptions['set'], families: readonly Family[]): Plans => {
  const { scenarios, problems, hints, locate } = readScenario({ file, text, set }, dictionary, validate);
  const narrowed = scenarios.map((scenario) => narrow(scenario, families));
  const planned = narrowed.filter(hasFamily).map((scenario) => makePlan(scenario, dictionary));
  return {
    plans: planned.flatMap(({ plan }) => plan ?? []),
    problems: [...problems, ...planned.flatMap(({ problems }) => problems.map(locate))],
    hints,
    skipped: scenarios.filter((_, index) => !hasFamily(narrowed[index]!)),
  };
};

const narrow = (scenario: Scenario, families: readonly Family[]): Scenario => ({
  ...scenario,
  families: scenario.families.filter((family) => families.includes(family)),
});

const hasFamily = ({ families }: Scenario): boolean => families.length > 0;
