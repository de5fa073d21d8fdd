import type { FlowEnd, Sample } from './sample.ts';
import type { TcpInfo } from './tcp-info.ts';

/** TCP_INFO of the end of a flow that sends the bulk, as columns of equal length, for a report that draws them. */
export interface FlowSamples {
  /** The node of that end. */
  readonly node: string;
  /** When the request was made, in milliseconds since 1970; all other times count from it. */
  readonly startedAt: number;
  readonly ms: readonly number[];
  /** Bytes sent at least once; bytes acknowledged. */
  readonly sent: readonly number[];
  readonly acked: readonly number[];
  /** `snd_mss` and the path MTU in bytes; the RTO in milliseconds, backoff included. */
  readonly mss: readonly number[];
  readonly pmtu: readonly number[];
  readonly rto: readonly number[];
  /** When the lab was changed. */
  readonly changes: readonly number[];
}

/** Returns the samples of one end as columns; of many only those that matter: where a size or the RTO changed, and some between. */
export const flowSamples = (samples: readonly Sample[], end: FlowEnd): SampleColumns => {
  const ofEnd = samples.flatMap(({ atMs, [end]: info }) => (info ? [{ atMs, info }] : []));
  const interesting = ofEnd.filter(
    ({ info }, index) => index === 0 || index === ofEnd.length - 1 || isTurn(info, ofEnd[index - 1]!.info),
  );
  const step = Math.ceil(ofEnd.length / Math.max(1, mostSamples - interesting.length));
  const wanted = new Set(interesting);
  const kept = ofEnd.filter((sample, index) => wanted.has(sample) || index % step === 0).slice(-mostSamples);
  const column = (valueOf: (info: TcpInfo) => number): readonly number[] => kept.map(({ info }) => valueOf(info));
  return {
    ms: kept.map(({ atMs }) => Math.round(atMs * 10) / 10),
    sent: column(
      ({ bytesSent, bytesRetrans = 0, bytesAcked }) => (bytesSent ?? bytesAcked + bytesRetrans) - bytesRetrans,
    ),
    acked: column(({ bytesAcked }) => bytesAcked),
    mss: column(({ sndMss }) => sndMss),
    pmtu: column(({ pmtu }) => pmtu),
    rto: column(({ rtoMs }) => Math.round(rtoMs)),
  };
};

type SampleColumns = Omit<FlowSamples, 'node' | 'startedAt' | 'changes'>;

/** More points than a picture of a page's width can show apart. */
const mostSamples = 160;

/** A size that changed, or a timeout: the RTO also drifts with the measured round-trip times. */
const isTurn = (now: TcpInfo, before: TcpInfo): boolean =>
  now.sndMss !== before.sndMss || now.pmtu !== before.pmtu || now.backoff !== before.backoff;
