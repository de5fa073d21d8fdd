import { judge, resultOf } from '../../run/judge.ts';
import { readStep } from '../../scenario/read-step.ts';
import type { ScenarioSource } from '../../scenario/read-scenario.ts';
import { validate } from '../../scenario/schema/validator.ts';
import { dictionary } from '../../words/dictionary.ts';
import type { CheckResult } from './check-task.ts';
import type { Hint } from './lesson.ts';

/** Returns the hints that fit what the check saw, in their order; one without `when` always fits. */
export const fittingHints = (
  hints: readonly Hint[],
  last: CheckResult['last'],
  network: ScenarioSource,
): readonly Hint[] => hints.filter(({ when }) => when === undefined || (last && isMet(when, last, network)));

/** The expectations of a hint are read as those of the step that was performed, and judged by its facts; those of another step do not fit. */
const isMet = (
  when: NonNullable<Hint['when']>,
  { step, facts }: NonNullable<CheckResult['last']>,
  source: ScenarioSource,
): boolean => {
  const text = JSON.stringify({ ...step, expect: when });
  const { step: read } = readStep(text, { source, performed: 0, typed: [] }, dictionary, validate);
  // What the kernel of the lab does is not among the facts, so that a condition on it is never met.
  const isConditional = read?.expect.some(({ where }) => where) ?? true;
  return !isConditional && resultOf(judge(read!.expect, facts, dictionary)) === 'pass';
};
