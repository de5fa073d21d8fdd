import type { Family } from '../evidence/family.ts';
import type { Result } from '../events/events.ts';
import type { Expected } from '../scenario/model/scenario.ts';
import type { Dictionary } from '../words/dictionary.ts';
import type { Facts } from '../words/facts/facts.ts';
import type { Verdict } from '../words/language/verdict.ts';

/** The facts of a step: one set for the whole step (`once`), or one set per family. */
export type StepFacts = Readonly<Partial<Record<Family | 'once', Facts>>>;

/** Judges the expectations of a step by its facts, on a machine that is slower by a factor; pure. */
export const judge = (
  expectations: readonly Expected[],
  facts: StepFacts,
  dictionary: Dictionary,
  timeScale = 1,
): readonly Verdict[] =>
  expectations.flatMap(({ word, wanted, families }) => {
    const expectation = dictionary.expectations[word]!;
    const verdictOn = (seen: Facts) => {
      const verdict = expectation.judge(wanted, seen);
      const slowed =
        verdict.met === false && timeScale >= severalTimes ? expectation.slowed?.(wanted, seen) : undefined;
      if (slowed === undefined) return verdict;
      return {
        ...verdict,
        met: null,
        saw: `${verdict.saw}; this machine is ${timeScale.toFixed(1)} times slower, ${slowed}`,
      };
    };
    if (facts.once) return [{ expectation: word, ...verdictOn(facts.once) }];
    return families.flatMap((family) => {
      const familyFacts = facts[family];
      return familyFacts ? [{ expectation: word, family, ...verdictOn(familyFacts) }] : [];
    });
  });

/** Guests whose code is translated were 9 to 40 times slower (measured); a machine that is less than twice as slow is judged like any other. */
export const severalTimes = 2;

/** A step fails when an expectation is not met; it is an error when none failed and one could not be judged. */
export const resultOf = (verdicts: readonly Verdict[]): Result => {
  if (verdicts.some(({ met }) => met === false)) return 'fail';
  return verdicts.some(({ met }) => met === null) ? 'error' : 'pass';
};
