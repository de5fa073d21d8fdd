import { formatSeconds } from '../../text/format-duration.ts';
import type { Episode } from '../../evidence/stalls/episode.ts';
import { silenceAt } from '../../evidence/sockets/sample.ts';
import type { Sample } from '../../evidence/sockets/sample.ts';
import type { TcpInfo } from '../../evidence/sockets/tcp-info.ts';
import type { Observation, TransferRequest } from '../../words/lab/transfer.ts';
import type { HttpTransfer } from './http-transfer.ts';
import type { LabChange } from './recovery.ts';
import { flowDirection } from './watched-flow.ts';

/** A transfer in the words of the language, as of this moment. */
export const observationOf = (seen: ObservedFlow): Observation => {
  const { request, exchange, atMs, samples, episodes } = seen;
  const sender = samples.findLast((sample) => sample.sender)?.sender;
  const recovery = recoveryOf(seen);
  return {
    ...outcome(seen),
    received: exchange.received(),
    total: request.bytes,
    elapsedMs: Math.round(atMs),
    episodes: episodes.map(inWholeMs),
    ...(sender && { segmentSize: sender.sndMss }),
    ...(sender?.totalRto !== undefined && { timeouts: sender.totalRto }),
    ports: { client: exchange.connection.port, server: exchange.connection.target.port },
    ...(recovery && { recovery }),
    evidence: evidenceOf(seen),
  };
};

/** What is to be told of a flow. */
export interface ObservedFlow {
  readonly request: TransferRequest;
  readonly exchange: HttpTransfer;
  readonly samples: readonly Sample[];
  readonly episodes: readonly Episode[];
  readonly change?: LabChange;
  /** Whether the last look at a silence found packets that get through or wait in a queue. */
  readonly moving: boolean;
  /** Bytes received when this observation began. */
  readonly before: number;
  /** Milliseconds since the request, at the beginning of this observation and now. */
  readonly sinceMs: number;
  readonly atMs: number;
}

const outcome = ({
  request,
  exchange,
  samples,
  episodes,
  before,
  atMs,
  sinceMs,
  moving,
}: ObservedFlow): Pick<Observation, 'outcome' | 'why'> => {
  const received = exchange.received();
  if (received >= request.bytes) return { outcome: 'completed' };
  if (!exchange.connected()) return { outcome: exchange.failure() === 'ECONNREFUSED' ? 'refused' : 'unreachable' };
  if (episodes.length > 0 && episodes.at(-1)!.untilMs === undefined) return { outcome: 'stalled' };
  if (closedWindow(samples.at(-1)?.sender)) return { outcome: 'unfinished', why: 'receiver-window' };
  const moved = moving || received > before || acked(samples, atMs) > acked(samples, sinceMs);
  return { outcome: 'unfinished', ...(moved && { why: 'slow' }) };
};

const evidenceOf = (seen: ObservedFlow): readonly string[] => [
  ...seen.episodes.flatMap((episode) => [lasted(episode), ...episode.cause.evidence]),
  ...stateOf(seen),
];

/** A finer figure would be finer than the samples are. */
const inWholeMs = ({ fromMs, untilMs, ...rest }: Episode): Episode => ({
  ...rest,
  fromMs: Math.round(fromMs),
  ...(untilMs !== undefined && { untilMs: Math.round(untilMs) }),
});

const lasted = ({ fromMs, untilMs, cause, healedBy }: Episode): string => {
  const end =
    untilMs === undefined
      ? 'still open'
      : `until ${formatSeconds(untilMs)}${healedBy ? `, healed by ${healedBy}` : ''}`;
  return `stalled from ${formatSeconds(fromMs)}, ${end}: ${cause.word}${cause.place ? ` at ${cause.place}` : ''}`;
};

const stateOf = ({ request, exchange, samples, atMs, moving }: ObservedFlow): readonly string[] => {
  const failure = exchange.failure();
  if (!exchange.connected())
    return [failure ? `connect: ${failure}` : `no answer to the SYN for ${formatSeconds(atMs)}`];
  const { sender } = samples.at(-1)!;
  const now = silenceAt(samples);
  const silent = now && samples.at(-1)![now.end];
  const node = flowDirection(request, 'sender').from;
  return [
    ...(sender
      ? [`${node}: ${sender.sndMss}-byte segments, path MTU ${sender.pmtu}, ${sender.bytesAcked} bytes acknowledged`]
      : []),
    ...(now && silent
      ? [
          `${flowDirection(request, now.end).from}: backoff ${now.backoff}, RTO ${silent.rtoMs} ms, nothing acknowledged for ${formatSeconds(atMs - now.fromMs)}`,
        ]
      : []),
    ...(moving ? ['packets of it get through, or wait in a queue'] : []),
    ...(closedWindow(sender)
      ? [`${node}: everything sent is acknowledged, and the window is ${sender?.sndWnd ?? 'closed'}`]
      : []),
    ...(failure ? [`the connection failed: ${failure}`] : []),
  ];
};

/** Nothing is on its way, and what the receiver would take is less than a segment (RFC 9293 3.8.6.1). */
const closedWindow = (sender: TcpInfo | undefined): boolean =>
  sender !== undefined && sender.unacked === 0 && (sender.notsentBytes ?? 1) > 0 && closed(sender);

const closed = ({ sndWnd, sndMss, probes, backoff }: TcpInfo): boolean =>
  sndWnd === undefined ? probes + backoff > 0 : sndWnd < sndMss;

const recoveryOf = ({ change }: ObservedFlow): Observation['recovery'] =>
  change?.recoveredAtMs === undefined
    ? undefined
    : { afterMs: Math.round(change.recoveredAtMs - change.atMs), rtoMs: Math.round(change.rtoMs) };

const acked = (samples: readonly Sample[], atMs: number): number =>
  samples.findLast((sample) => sample.atMs <= atMs)?.sender?.bytesAcked ?? 0;
