import type { Family } from '../../evidence/family.ts';

/** The judgement of one expectation: what was expected, what was observed, and the evidence. `met: null`: it could not be judged. */
export interface Verdict {
  readonly expectation: string;
  readonly met: boolean | null;
  readonly wanted: string;
  readonly saw: string;
  /** Absent for a step without a family (a command, a change). */
  readonly family?: Family;
  readonly cause?: string;
  readonly place?: string;
  readonly evidence: readonly string[];
}
