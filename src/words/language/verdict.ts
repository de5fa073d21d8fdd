import type { Family } from '../../evidence/family.ts';

/** Two sentences and the evidence: what was wanted, what was seen. `met: null` when it could not be judged. */
export interface Verdict {
  readonly expectation: string;
  readonly met: boolean | null;
  readonly wanted: string;
  readonly saw: string;
  /** Absent for what has no family (a command, a change). */
  readonly family?: Family;
  readonly cause?: string;
  readonly place?: string;
  readonly evidence: readonly string[];
}
