import { formatSeconds } from '../../text/format-duration.ts';
import type { QuicDownload } from '../lab/quic-download.ts';
import type { Observation } from '../lab/transfer.ts';
import type { FlowDatagram } from './datagrams-of-flow.ts';

/** What is known of a download besides what its application saw. */
export interface ObservedDownload {
  /** Bytes of the body. */
  readonly total: number;
  readonly client: string;
  readonly server: string;
  /** Those from server to client, captured at both ends. */
  readonly datagrams: readonly FlowDatagram[];
  /** The capture has missed some. */
  readonly incomplete?: boolean | undefined;
  /** Milliseconds without a byte that belong to the proof of a stall. */
  readonly silenceMs: number;
  /** Milliseconds for which the links hold back a packet and its answer: what was sent later may still be on its way. */
  readonly roundTripMs: number;
}

/** How a download ended; `lost` is why a stalled one is called that. */
export interface JudgedDownload extends Pick<Observation, 'outcome' | 'why' | 'reason' | 'evidence'> {
  readonly lost?: LostDatagrams;
}

interface LostDatagrams {
  /** Milliseconds from the request to the last byte that arrived, or to the handshake. */
  readonly fromMs: number;
  /** Length of the largest packet. */
  readonly largestBytes: number;
}

/**
 * Judges a download by what arrived at its application and what passed its ends. It is stalled when the application got no byte for the given
 * silence, while the server sent at least three datagrams that were longer than any that arrived: QUIC backs off after each of them (RFC 9002).
 */
export const judgeDownload = (download: QuicDownload, observed: ObservedDownload): JudgedDownload => {
  const { beganAtMs, handshakeMs, lastByteMs, endedMs, received, error } = download;
  const { total, client, server, datagrams, incomplete, silenceMs, roundTripMs } = observed;
  const evidence = [handshakeText(download), ...sizesText(observed)];
  if (received >= total) return { outcome: 'completed', evidence };
  const fromMs = lastByteMs ?? handshakeMs ?? 0;
  const silentMs = endedMs - fromMs;
  if (error !== undefined && silentMs < silenceMs) return notJudged(`the connection ended: ${error}`, evidence);
  if (silentMs < silenceMs)
    return lastByteMs !== undefined && silentMs < silenceMs / 2
      ? { outcome: 'unfinished', why: 'slow', evidence }
      : notJudged(`${formatSeconds(silentMs)} without a byte prove neither progress nor a stall`, evidence);
  if (incomplete)
    return notJudged('the capture of this download has gaps, so that what was lost is not known', evidence);
  const meanwhile = datagrams.filter(({ ms }) => ms > beganAtMs + fromMs && ms <= beganAtMs + endedMs);
  const dueAtMs = beganAtMs + endedMs - roundTripMs;
  const longestArrived = longest(meanwhile, 'client');
  const lost = meanwhile.filter(({ at, bytes, ms }) => at === 'server' && bytes > longestArrived && ms <= dueAtMs);
  const silence = `${client} received no byte of the body for ${formatSeconds(silentMs)}`;
  if (lost.length < lostForProof)
    return notJudged(
      `${silence}, and ${server} sent only ${lost.length} larger packets than those that arrived`,
      evidence,
    );
  const largestBytes = longest(lost, 'server');
  const arrived = longestArrived === 0 ? 'none' : `none of more than ${longestArrived} bytes`;
  return {
    outcome: 'stalled',
    lost: { fromMs, largestBytes },
    evidence: [
      ...evidence,
      silence,
      `meanwhile ${lost.length} packets of up to ${largestBytes} bytes left ${server}, and ${arrived} reached ${client}`,
    ],
  };
};

/** As many timeouts as prove the stall of a TCP flow. */
const lostForProof = 3;

const longest = (datagrams: readonly FlowDatagram[], at: FlowDatagram['at']): number =>
  Math.max(0, ...datagrams.filter((each) => each.at === at).map(({ bytes }) => bytes));

const handshakeText = ({ handshakeMs }: QuicDownload): string =>
  handshakeMs === undefined
    ? 'the handshake was not complete'
    : `the handshake was complete after ${Math.round(handshakeMs)} ms`;

/** Empty where no packet was captured at one of the ends. */
const sizesText = ({ datagrams, client, server }: ObservedDownload): readonly string[] => {
  const [left, arrived] = [longest(datagrams, 'server'), longest(datagrams, 'client')];
  return left === 0 || arrived === 0
    ? []
    : [
        `the largest packet of UDP that left ${server} had ${left} bytes, and the largest that reached ${client} had ${arrived}`,
      ];
};

const notJudged = (reason: string, evidence: readonly string[]): JudgedDownload => ({
  ...{ outcome: 'not-judged', reason, evidence },
});
