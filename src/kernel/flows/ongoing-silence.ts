import type { Cause } from '../../evidence/stalls/episode.ts';
import type { FlowReading } from '../../evidence/stalls/flow-reading.ts';
import type { Silence } from '../../evidence/sockets/sample.ts';
import type { TcpInfo } from '../../evidence/sockets/tcp-info.ts';

/** A silence that stands, and what was read and proved in it. */
export interface OngoingSilence {
  readonly silence: Silence;
  readonly first: FlowReading;
  readonly latest?: FlowReading;
  /** The backoff at the latest one. */
  readonly examined: number;
  /** Whether the latest one found packets that get through or wait in a queue. */
  readonly moving: boolean;
  readonly proof?: StallProof;
}

export interface StallProof {
  readonly cause: Cause;
  /** The silent end when it was found. */
  readonly then: TcpInfo;
  /** By the clock of `attendedMs`. */
  readonly provedAt: number;
}

/** Whether a silence is still the one that stands: the same end, and not a byte acknowledged since. */
export const isSameSilence = ({ silence }: OngoingSilence, now: Silence | undefined): boolean =>
  now !== undefined && now.end === silence.end && now.acked === silence.acked;

/** After each timeout; and now and then while a proof is wanted that small packets must bring (their probes go out once a second). */
export const isDue = ({ examined, latest, proof }: OngoingSilence, { backoff }: Silence, nowMs: number): boolean => {
  if (backoff > examined) return true;
  const wanting = backoff >= 3 && (!proof || proof.cause.word === 'unknown');
  return wanting && nowMs - (latest?.atMs ?? 0) >= wantingMs;
};

const wantingMs = 250;
