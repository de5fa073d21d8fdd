import { ackedAtMs, silenceAt } from '../../evidence/sockets/sample.ts';
import type { Sample } from '../../evidence/sockets/sample.ts';

/** The last change of the lab, as a flow met it. */
export interface LabChange {
  /** Milliseconds since the request. */
  readonly atMs: number;
  /** The timeout that stood then. */
  readonly rtoMs: number;
  readonly acked: number;
  readonly timeouts?: number;
  /** Whether the flow was silent then, so that there is something to recover from. */
  readonly silent: boolean;
  readonly recoveredAtMs?: number;
}

/** A change at the last sample. */
export const labChangeAt = (samples: readonly Sample[]): LabChange => {
  const { atMs, sender } = samples.at(-1)!;
  const silent = silenceAt(samples) !== undefined;
  const timeouts = sender?.totalRto === undefined ? {} : { timeouts: sender.totalRto };
  return { atMs, rtoMs: sender?.rtoMs ?? 0, acked: sender?.bytesAcked ?? 0, silent, ...timeouts };
};

/** The same change, with the moment when bytes moved again, if they did by the last sample. */
export const withRecovery = (change: LabChange, samples: readonly Sample[]): LabChange => {
  const moved = (samples.at(-1)?.sender?.bytesAcked ?? 0) > change.acked;
  if (!moved || !change.silent || change.recoveredAtMs !== undefined) return change;
  return { ...change, recoveredAtMs: Math.min(ackedAtMs('sender', samples), latestOf(change, samples)) };
};

/** Where the timer ran out once at most, that was within the timeout that stood, however late somebody looked. */
const latestOf = ({ atMs, rtoMs, timeouts }: LabChange, samples: readonly Sample[]): number => {
  const now = samples.at(-1)?.sender?.totalRto;
  const once = now !== undefined && timeouts !== undefined && now - timeouts <= 1;
  return once ? Math.max(atMs + rtoMs, samples.at(-2)?.atMs ?? 0) : Infinity;
};
