import { headerBytes, timestampBytes } from '../family.ts';
import type { Family } from '../family.ts';
import type { TcpInfo } from './tcp-info.ts';

/** Both ends of a flow at one moment; an end is absent while its socket is not there. */
export interface Sample {
  /** Milliseconds since the request. */
  readonly atMs: number;
  readonly sender?: TcpInfo;
  readonly receiver?: TcpInfo;
}

/** The end that sends the bulk, and the end that only answers. */
export type FlowEnd = 'sender' | 'receiver';

/** An end that waits for an acknowledgment. */
export interface Silence {
  /** The end that waits; `receiver` when its request is what nobody acknowledges. */
  readonly end: FlowEnd;
  /** When something was acknowledged last, as far as the samples tell. */
  readonly fromMs: number;
  readonly backoff: number;
  readonly acked: number;
}

/**
 * The silence that stands at the last sample, if any: at least one timeout has passed. A closed window or an idle end is none (a backoff
 * alone counts window probes, too); what was selectively acknowledged proves nothing (RFC 2018: it may be taken back).
 */
export const silenceAt = (samples: readonly Sample[]): Silence | undefined =>
  waits(samples).find(({ backoff }) => backoff >= 1);

/** A silence, or what may become one: nothing was acknowledged for 50 ms, while the first timeout comes after 200 ms (TCP_RTO_MIN of Linux). */
export const pauseAt = (samples: readonly Sample[]): Silence | undefined =>
  waits(samples).find(({ backoff, fromMs }) => backoff >= 1 || samples.at(-1)!.atMs - fromMs >= 50);

/** When an end got its latest acknowledgment: the kernel dates it, so that a sample that comes late makes no difference. */
export const ackedAtMs = (end: FlowEnd, samples: readonly Sample[]): number => {
  const { atMs, [end]: info } = samples.at(-1)!;
  return Math.max(samples.at(-2)?.atMs ?? 0, atMs - (info?.lastAckRecvMs ?? 0));
};

/** Length in bytes of the IP packets that an end sends when it has enough to say. */
export const packetBytes = (family: Family, { sndMss, timestamps }: TcpInfo): number =>
  sndMss + headerBytes(family) + (timestamps ? timestampBytes : 0);

const ends: readonly FlowEnd[] = ['sender', 'receiver'];

const waits = (samples: readonly Sample[]): readonly Silence[] => ends.flatMap((end) => waitOf(end, samples) ?? []);

const waitOf = (end: FlowEnd, samples: readonly Sample[]): Silence | undefined => {
  const now = samples.at(-1)?.[end];
  if (!now || !sending.has(now.state) || !isWaiting(now)) return undefined;
  const last = samples.findLastIndex((sample) => sample[end]?.bytesAcked !== now.bytesAcked || !isWaiting(sample[end]));
  const from = samples[Math.min(last + 1, samples.length - 1)]!;
  return { end, fromMs: from.atMs, backoff: now.backoff, acked: now.bytesAcked };
};

const isWaiting = (info: TcpInfo): boolean => info.unacked > 0 || isRefusedLocally(info);

/**
 * Whether its own node takes nothing of what an end may send: the kernel counts a packet that was dropped in OUTPUT as unsent, and probes
 * as if the window were closed, which it is not.
 */
export const isRefusedLocally = ({ unacked, probes, notsentBytes = 0, sndWnd = 0, sndMss }: TcpInfo): boolean =>
  unacked === 0 && probes > 0 && notsentBytes > 0 && sndWnd >= sndMss;

/** ESTABLISHED, FIN_WAIT1, CLOSE_WAIT, LAST_ACK, CLOSING: a socket whose application has written everything still retransmits. */
const sending: ReadonlySet<number> = new Set([1, 4, 8, 9, 11]);
