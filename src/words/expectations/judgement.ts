import type { Observation } from '../lab/transfer.ts';
import type { Verdict } from '../language/verdict.ts';
import { formatTransfer } from '../facts/format-transfer.ts';

export type Judgement = Omit<Verdict, 'family' | 'expectation'>;

/** A verdict on what was observed, with the evidence of its flows. */
export const judgement = (
  met: boolean | null,
  { wanted, saw, flows = [] }: { wanted: string; saw: string; flows?: readonly Observation[] },
): Judgement => ({ met, wanted, saw, evidence: flows.flatMap(({ evidence }) => evidence) });

/** The verdict when a fact is missing: not judged. */
export const notObserved = (wanted: string, what: string, flows: readonly Observation[] = []): Judgement => ({
  met: null,
  wanted,
  saw: `not observed: ${what}`,
  evidence: flows.flatMap(({ evidence }) => evidence),
});

/** The verdict when the outcome of a flow could not be judged; undefined when that of every flow could. */
export const notJudged = (wanted: string, flows: readonly Observation[]): Judgement | undefined => {
  const flow = flows.find(({ outcome }) => outcome === 'not-judged');
  return flow && judgement(null, { wanted, saw: formatTransfer(flow), flows });
};

/** One verdict on several parts: not met if any part is not met, else not judged (`met: null`) if any was not observed. */
export const judgeParts = (parts: readonly JudgedPart[], evidence: readonly string[] = []): Judgement => {
  const verdicts = parts.map(({ met }) => met);
  return {
    met: verdicts.includes(false) ? false : verdicts.includes(null) ? null : true,
    wanted: parts.map(({ name, wanted }) => `${name} ${wanted}`).join(', '),
    saw: parts.map(formatPart).join(', '),
    evidence,
  };
};

/** One of several things that an expectation judges at once. */
export interface JudgedPart {
  readonly name: string;
  readonly met: boolean | null;
  readonly wanted: string;
  readonly saw: string;
  /** Why it was not observed. */
  readonly reason?: string;
}

const formatPart = ({ name, saw, met, reason }: JudgedPart): string =>
  met === null ? `not observed: ${name}${reason === undefined ? '' : `, since ${reason}`}` : `${name} ${saw}`;
