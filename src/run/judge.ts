import type { Family } from '../evidence/family.ts';
import type { Result } from '../events/events.ts';
import type { Expected } from '../scenario/model/scenario.ts';
import type { Dictionary } from '../words/dictionary.ts';
import type { Facts } from '../words/facts/facts.ts';
import type { Verdict } from '../words/language/verdict.ts';

/** What a step learned: once for the step, or by each of the twins. */
export type StepFacts = Readonly<Partial<Record<Family | 'once', Facts>>>;

/** Holds the expectations of a step against the facts that it learned; pure. */
export const judge = (expect: readonly Expected[], learned: StepFacts, dictionary: Dictionary): readonly Verdict[] =>
  expect.flatMap(({ word, wanted, families }) => {
    const expectation = dictionary.expectations[word]!;
    const { once } = learned;
    if (once) return [{ expectation: word, ...expectation.judge(wanted, once) }];
    return families.flatMap((family) => {
      const facts = learned[family];
      return facts ? [{ expectation: word, family, ...expectation.judge(wanted, facts) }] : [];
    });
  });

/** An expectation that was not met fails its step; one that could not be judged makes it an error. */
export const resultOf = (verdicts: readonly Verdict[]): Result => {
  if (verdicts.some(({ met }) => met === false)) return 'fail';
  return verdicts.some(({ met }) => met === null) ? 'error' : 'pass';
};
