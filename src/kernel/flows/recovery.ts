import { ackedAtMs } from '../../evidence/sockets/sample.ts';
import { silenceAt } from '../../evidence/sockets/silence.ts';
import type { Sample } from '../../evidence/sockets/sample.ts';

/** The last change of the lab, and the state of one flow at that time. */
export interface LabChange {
  /** Milliseconds since the request. */
  readonly atMs: number;
  /** The RTO at the change. */
  readonly rtoMs: number;
  /** Bytes acknowledged at the change. */
  readonly acked: number;
  /** Retransmission timeouts before the change, where the kernel counts them. */
  readonly timeouts?: number;
  /** Whether the flow was silent at the change, so that there is something to recover from. */
  readonly silent: boolean;
  /** When bytes moved again, in milliseconds since the request. */
  readonly recoveredAtMs?: number;
}

/** Returns a change at the time of the last sample. */
export const labChangeAt = (samples: readonly Sample[]): LabChange => {
  const { atMs, sender } = samples.at(-1)!;
  const silent = silenceAt(samples) !== undefined;
  const timeouts = sender?.totalRto === undefined ? {} : { timeouts: sender.totalRto };
  return { atMs, rtoMs: sender?.rtoMs ?? 0, acked: sender?.bytesAcked ?? 0, silent, ...timeouts };
};

/** Returns the same change with the time when bytes moved again, if they did by the last sample. */
export const withRecovery = (change: LabChange, samples: readonly Sample[]): LabChange => {
  const moved = (samples.at(-1)?.sender?.bytesAcked ?? 0) > change.acked;
  if (!moved || !change.silent || change.recoveredAtMs !== undefined) return change;
  return { ...change, recoveredAtMs: Math.min(ackedAtMs('sender', samples), latestRecoveryMs(change, samples)) };
};

/** After at most one timeout the flow recovered within the RTO at the change, however late the sample is. */
const latestRecoveryMs = ({ atMs, rtoMs, timeouts }: LabChange, samples: readonly Sample[]): number => {
  const timeoutsNow = samples.at(-1)?.sender?.totalRto;
  const onceAtMost = timeoutsNow !== undefined && timeouts !== undefined && timeoutsNow - timeouts <= 1;
  return onceAtMost ? Math.max(atMs + rtoMs, samples.at(-2)?.atMs ?? 0) : Infinity;
};
