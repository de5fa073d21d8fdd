import { ackedAtMs } from '../../evidence/sockets/sample.ts';
import { silenceAt } from '../../evidence/sockets/silence.ts';
import type { FlowEnd, Sample } from '../../evidence/sockets/sample.ts';

/** The last change of the lab, and the state of one flow at that time. */
export interface LabChange {
  /** Milliseconds since the request. */
  readonly atMs: number;
  /** The end that was silent, else the one that sends the bulk. */
  readonly end: FlowEnd;
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
  const silence = silenceAt(samples);
  const end = silence?.end ?? 'sender';
  const { atMs, [end]: info } = samples.at(-1)!;
  const timeouts = info?.totalRto === undefined ? {} : { timeouts: info.totalRto };
  const silent = silence !== undefined;
  return { atMs, end, rtoMs: info?.rtoMs ?? 0, acked: info?.bytesAcked ?? 0, silent, ...timeouts };
};

/** Returns the same change with the time when bytes moved again, if they did by the last sample. */
export const withRecovery = (change: LabChange, samples: readonly Sample[]): LabChange => {
  const moved = (samples.at(-1)?.[change.end]?.bytesAcked ?? 0) > change.acked;
  if (!moved || !change.silent || change.recoveredAtMs !== undefined) return change;
  return { ...change, recoveredAtMs: Math.min(ackedAtMs(change.end, samples), latestRecoveryMs(change, samples)) };
};

/** After at most one timeout the flow recovered within the RTO at the change, however late the sample is. */
const latestRecoveryMs = ({ atMs, end, rtoMs, timeouts }: LabChange, samples: readonly Sample[]): number => {
  const timeoutsNow = samples.at(-1)?.[end]?.totalRto;
  const onceAtMost = timeoutsNow !== undefined && timeouts !== undefined && timeoutsNow - timeouts <= 1;
  return onceAtMost ? Math.max(atMs + rtoMs, samples.at(-2)?.atMs ?? 0) : Infinity;
};
