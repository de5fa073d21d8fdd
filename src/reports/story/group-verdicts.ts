import type { Verdict } from '../../words/language/verdict.ts';

/** A verdict, with that of the other family on the same expectation. */
export interface VerdictGroup {
  readonly verdict: Verdict;
  /** The verdict of the other family on the same expectation. */
  readonly other?: Verdict;
  /** Both read the same, but for their evidence. */
  readonly areEqual: boolean;
}

/** Groups the verdicts of a step, so that equal verdicts of both families can be shown at once. */
export const groupVerdicts = (verdicts: readonly Verdict[]): readonly VerdictGroup[] => {
  const grouped = new Set<Verdict>();
  return verdicts.flatMap((verdict, index) => {
    if (grouped.has(verdict)) return [];
    const others = verdicts.slice(index + 1).filter((other) => !grouped.has(other) && isOfOtherFamily(verdict, other));
    const equal = others.find((other) => comparisonKey(other) === comparisonKey(verdict));
    const other = equal ?? others[0];
    if (other) grouped.add(other);
    return [{ verdict, ...(other && { other }), areEqual: equal !== undefined }];
  });
};

const isOfOtherFamily = (a: Verdict, b: Verdict): boolean =>
  a.family !== undefined && a.family !== b.family && a.expectation === b.expectation;

const comparisonKey = ({ expectation, met, wanted, saw, cause, place }: Verdict): string =>
  JSON.stringify([expectation, met, wanted, saw, cause, place]);
