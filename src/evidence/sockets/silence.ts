import type { FlowEnd, Sample } from './sample.ts';
import type { TcpInfo } from './tcp-info.ts';

/** A period in which an end waits for an acknowledgment. */
export interface Silence {
  /** The end that waits; `receiver` when it is the request that remains unacknowledged. */
  readonly end: FlowEnd;
  /** When the last acknowledgment arrived, in ms since the request, as far as the samples show. */
  readonly fromMs: number;
  readonly backoff: number;
  /** Bytes acknowledged before it. */
  readonly acked: number;
}

/**
 * Returns the silence at the last sample, if any: at least one timeout has passed. A closed window or an idle end is not a silence (the
 * backoff also counts window probes); selective acknowledgments prove nothing (RFC 2018: the receiver may renege).
 */
export const silenceAt = (samples: readonly Sample[]): Silence | undefined =>
  waitingEnds(samples).find(({ backoff }) => backoff >= 1);

/** A silence, or what may become one: no acknowledgment for 50 ms, while the first timeout takes 200 ms (TCP_RTO_MIN of Linux). */
export const pauseAt = (samples: readonly Sample[]): Silence | undefined =>
  waitingEnds(samples).find(({ backoff, fromMs }) => backoff >= 1 || samples.at(-1)!.atMs - fromMs >= 50);

const ends: readonly FlowEnd[] = ['sender', 'receiver'];

const waitingEnds = (samples: readonly Sample[]): readonly Silence[] =>
  ends.flatMap((end) => silenceOf(end, samples) ?? []);

const silenceOf = (end: FlowEnd, samples: readonly Sample[]): Silence | undefined => {
  const now = samples.at(-1)?.[end];
  if (!now || !sendingStates.has(now.state) || !isWaiting(now)) return undefined;
  const last = samples.findLastIndex((sample) => sample[end]?.bytesAcked !== now.bytesAcked || !isWaiting(sample[end]));
  const from = samples[Math.min(last + 1, samples.length - 1)]!;
  return { end, fromMs: from.atMs, backoff: now.backoff, acked: now.bytesAcked };
};

const isWaiting = (info: TcpInfo): boolean => info.unacked > 0 || isRefusedLocally(info);

/**
 * Whether the node of an end drops what the end may send: the kernel counts a packet dropped in OUTPUT as unsent and sends probes as if
 * the window were closed, although it is open.
 */
export const isRefusedLocally = ({ unacked, probes, notsentBytes = 0, sndWnd = 0, sndMss }: TcpInfo): boolean =>
  unacked === 0 && probes > 0 && notsentBytes > 0 && sndWnd >= sndMss;

/** ESTABLISHED, FIN_WAIT1, CLOSE_WAIT, LAST_ACK, CLOSING: a socket still retransmits after its application has written everything. */
const sendingStates: ReadonlySet<number> = new Set([1, 4, 8, 9, 11]);
