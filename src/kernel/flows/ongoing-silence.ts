import type { Cause } from '../../evidence/stalls/episode.ts';
import type { FlowReading } from '../../evidence/stalls/flow-reading.ts';
import type { Silence } from '../../evidence/sockets/silence.ts';
import type { TcpInfo } from '../../evidence/sockets/tcp-info.ts';

/** A silence that has not ended, with its readings and the proof of a stall. */
export interface OngoingSilence {
  readonly silence: Silence;
  readonly first: FlowReading;
  readonly latest?: FlowReading;
  /** The backoff at the latest reading. */
  readonly readBackoff: number;
  /** Whether the latest reading showed packets that get through or wait in a queue. */
  readonly isMoving: boolean;
  readonly proof?: StallProof;
}

/** The cause of a stall and the state when it was first proved. */
export interface StallProof {
  readonly cause: Cause;
  /** TCP_INFO of the silent end when the stall was proved. */
  readonly silentEnd: TcpInfo;
  /** Whether the lab has changed since: the next retransmission shows whether the flow is still stalled. */
  readonly isStale?: boolean;
  /** Milliseconds on the clock of `activeMs`. */
  readonly provedAtMs: number;
}

/** Whether this silence continues: the same end is silent, and no further byte was acknowledged. */
export const isSameSilence = ({ silence }: OngoingSilence, current: Silence | undefined): boolean =>
  current !== undefined && current.end === silence.end && current.acked === silence.acked;

/**
 * Whether another reading is due: after each timeout, and every 250 ms while a proof depends on small packets (keepalive
 * probes, one per second).
 */
export const isReadingDue = (
  { readBackoff, latest, proof }: OngoingSilence,
  { backoff }: Silence,
  elapsedMs: number,
): boolean => {
  if (backoff > readBackoff) return true;
  const needsProbes = backoff >= 3 && (!proof || proof.cause.word === 'unknown');
  return needsProbes && elapsedMs - (latest?.atMs ?? 0) >= probedIntervalMs;
};

const probedIntervalMs = 250;
