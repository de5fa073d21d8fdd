import type { Problem } from '../scenario/problems/problem.ts';
import type { Scenario } from '../scenario/model/scenario.ts';
import type { Dictionary } from '../words/dictionary.ts';
import { segmentsOf } from './addresses/segments-of.ts';
import { sizeProblems } from './addresses/size-problems.ts';

/** Returns the problems that prevent a plan; they are found without making one. */
export const planProblems = (scenario: Scenario, dictionary: Dictionary): readonly Problem[] =>
  sizeProblems(scenario, segmentsOf(scenario, dictionary));
