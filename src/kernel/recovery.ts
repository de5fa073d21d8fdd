import { ackedAtMs, silence } from '../evidence/sample.ts';
import type { Sample } from '../evidence/sample.ts';

/** The last change of the lab, as a flow met it. */
export interface Change {
  /** Milliseconds since the request. */
  readonly atMs: number;
  /** The timeout that stood then. */
  readonly rtoMs: number;
  readonly acked: number;
  /** Whether the flow was silent then, so that there is something to recover from. */
  readonly silent: boolean;
  readonly recoveredAtMs?: number;
}

/** A change at the last sample. */
export const changeAt = (samples: readonly Sample[]): Change => {
  const { atMs, sender } = samples.at(-1)!;
  const silent = silence(samples) !== undefined;
  return { atMs, rtoMs: sender?.rtoMs ?? 0, acked: sender?.bytesAcked ?? 0, silent };
};

/** The same change, with the moment when bytes moved again, if they did by the last sample. */
export const withRecovery = (change: Change, samples: readonly Sample[]): Change => {
  const moved = (samples.at(-1)?.sender?.bytesAcked ?? 0) > change.acked;
  if (!moved || !change.silent || change.recoveredAtMs !== undefined) return change;
  return { ...change, recoveredAtMs: ackedAtMs('sender', samples) };
};
