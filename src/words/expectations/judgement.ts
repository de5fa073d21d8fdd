import type { Observation } from '../lab/transfer.ts';
import type { Verdict } from '../language/verdict.ts';

export type Judgement = Omit<Verdict, 'family' | 'expectation'>;

/** A verdict on what was observed, with the evidence of the flows that it rests on. */
export const judgement = (
  met: boolean,
  { wanted, saw, flows = [] }: { wanted: string; saw: string; flows?: readonly Observation[] },
): Judgement => ({ met, wanted, saw, evidence: flows.flatMap(({ evidence }) => evidence) });

/** The verdict where a fact is missing: neither met nor broken. */
export const notObserved = (wanted: string, what: string, flows: readonly Observation[] = []): Judgement => ({
  met: null,
  wanted,
  saw: `not observed: ${what}`,
  evidence: flows.flatMap(({ evidence }) => evidence),
});

/** Holds several named numbers against what is wanted of each; a name that was not observed makes the verdict `met: null`. */
export const judgeParts = (parts: readonly JudgedPart[], evidence: readonly string[] = []): Judgement => {
  const missing = parts.filter(({ met }) => met === null);
  const broken = parts.some(({ met }) => met === false);
  return {
    met: broken ? false : missing.length > 0 ? null : true,
    wanted: parts.map(({ name, wanted }) => `${name} ${wanted}`).join(', '),
    saw: parts.map(({ name, saw, met }) => (met === null ? `not observed: ${name}` : `${name} ${saw}`)).join(', '),
    evidence,
  };
};

/** One named thing of several that an expectation wants at once. */
export interface JudgedPart {
  readonly name: string;
  readonly met: boolean | null;
  readonly wanted: string;
  readonly saw: string;
}
