import type { ScenarioText } from '../../scenario/model/scenario-text.ts';
import type { Family } from '../../evidence/family.ts';
import { families as allFamilies } from '../../evidence/family.ts';
import { appliesTo } from './chosen-families.ts';
import { planProblems } from '../../plan/plan-problems.ts';
import type { Problem } from '../../scenario/problems/problem.ts';
import type { LocatedProblem } from '../../scenario/problems/locate-problem.ts';
import { readScenario } from '../../scenario/read-scenario.ts';
import type { Scenario } from '../../scenario/model/scenario.ts';
import { validate } from '../../scenario/schema/validator.ts';
import { dictionary } from '../../words/dictionary.ts';

/** Reads and checks all scenario files, so that every problem is reported at once; a scenario without problems has a plan. */
export const readScenarios = (
  sources: readonly ScenarioText[],
  { set, families = allFamilies }: ScenarioOptions,
): Scenarios => {
  const perFile = sources.map((source) => readFileScenarios(source, set, families));
  return {
    scenarios: perFile.flatMap(({ scenarios }) => scenarios),
    problems: perFile.flatMap(({ problems }) => problems),
    hints: perFile.flatMap(({ hints }) => hints),
    skipped: perFile.flatMap(({ skipped }) => skipped),
    locate: (scenario, problem) =>
      perFile.find(({ scenarios }) => scenarios.includes(scenario))!.locate(scenario, problem),
  };
};

/** The choices of the command line: values for variables, and the families to run. */
export interface ScenarioOptions {
  readonly set: Readonly<Record<string, string>>;
  readonly families?: readonly Family[];
}

export interface Scenarios {
  /** The index of a scenario is its id in a run. */
  readonly scenarios: readonly Scenario[];
  readonly problems: readonly LocatedProblem[];
  /** What is read but is better written differently. */
  readonly hints: readonly LocatedProblem[];
  /** Scenarios that the chosen families exclude. */
  readonly skipped: readonly Scenario[];
  /** Locates a problem of a later stage in the file of its scenario. */
  locate(scenario: Scenario, problem: Problem): LocatedProblem;
}

const readFileScenarios = (
  { file, text }: ScenarioText,
  set: ScenarioOptions['set'],
  families: readonly Family[],
): Scenarios => {
  const { scenarios, problems, hints, locate } = readScenario({ file, text, set }, dictionary, validate);
  const checked = scenarios
    .filter((scenario) => appliesTo(scenario, families))
    .map((scenario) => narrow(scenario, families))
    .map((scenario) => ({ scenario, problems: planProblems(scenario, dictionary) }));
  return {
    scenarios: checked.flatMap(({ scenario, problems }) => (problems.length > 0 ? [] : [scenario])),
    problems: [...problems, ...checked.flatMap(({ problems }) => problems.map(locate))],
    hints,
    skipped: scenarios.filter((scenario) => !appliesTo(scenario, families)),
    locate: (_scenario, problem) => locate(problem),
  };
};

const narrow = (scenario: Scenario, families: readonly Family[]): Scenario => ({
  ...scenario,
  families: scenario.families.filter((family) => families.includes(family)),
});
