import type { Family } from '../evidence/family.ts';
import type { Result } from '../events/events.ts';
import type { Expected } from '../scenario/model/scenario.ts';
import type { Dictionary } from '../words/dictionary.ts';
import type { Facts } from '../words/facts/facts.ts';
import type { Verdict } from '../words/language/verdict.ts';

/** The facts of a step: one set for the whole step (`once`), or one set per family. */
export type StepFacts = Readonly<Partial<Record<Family | 'once', Facts>>>;

/** Judges the expectations of a step by its facts; pure. */
export const judge = (
  expectations: readonly Expected[],
  facts: StepFacts,
  dictionary: Dictionary,
): readonly Verdict[] =>
  expectations.flatMap(({ word, wanted, families }) => {
    const expectation = dictionary.expectations[word]!;
    if (facts.once) return [{ expectation: word, ...expectation.judge(wanted, facts.once) }];
    return families.flatMap((family) => {
      const familyFacts = facts[family];
      return familyFacts ? [{ expectation: word, family, ...expectation.judge(wanted, familyFacts) }] : [];
    });
  });

/** A step fails when an expectation is not met; it is an error when none failed and one could not be judged. */
export const resultOf = (verdicts: readonly Verdict[]): Result => {
  if (verdicts.some(({ met }) => met === false)) return 'fail';
  return verdicts.some(({ met }) => met === null) ? 'error' : 'pass';
};
