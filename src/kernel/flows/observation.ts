import { formatSeconds } from '../../text/format-duration.ts';
import type { FlowId } from '../../evidence/flows/flow-id.ts';
import type { Translation } from '../../evidence/flows/segments.ts';
import type { Episode } from '../../evidence/stalls/episode.ts';
import { silenceAt } from '../../evidence/sockets/silence.ts';
import type { FlowEnd, Sample } from '../../evidence/sockets/sample.ts';
import type { TcpInfo } from '../../evidence/sockets/tcp-info.ts';
import type { Observation } from '../../words/lab/transfer.ts';
import { bulkEndOf, lastOf } from './bulk-end.ts';
import type { LabChange } from './recovery.ts';
import { hasArrived, sendingNodes } from './watched-flow.ts';
import type { FlowRequest, WatchedTransfer } from './watched-flow.ts';

/** Returns the result of a transfer so far, with its evidence, as actions report it. */
export const observationOf = (flow: ObservedFlow): Observation => {
  const { request, transfer, atMs, samples, episodes } = flow;
  const sender = lastOf(bulkEndOf(request, samples), samples);
  const recovery = recoveryOf(flow);
  const { ports } = transfer;
  const holder = transfer.holder?.();
  const segments = transfer.segments.all;
  return {
    ...outcomeOf(flow),
    received: transfer.received(),
    ...(request.bytes === undefined ? { family: request.family } : { total: request.bytes }),
    elapsedMs: Math.round(atMs),
    episodes: episodes.map(roundTimes),
    ...(sender && { segmentSize: sender.sndMss }),
    ...(sender?.totalRto !== undefined && { timeouts: sender.totalRto }),
    ports,
    ...(holder !== undefined && { holder }),
    ...(segments.length > 1 && { segments }),
    ...(recovery && { recovery }),
    evidence: evidenceOf(flow),
  };
};

/** A flow at the end of an observation. */
export interface ObservedFlow {
  readonly request: FlowRequest;
  readonly transfer: WatchedTransfer;
  readonly samples: readonly Sample[];
  readonly episodes: readonly Episode[];
  readonly change?: LabChange;
  /** Whether the latest reading of a silence showed packets that get through or wait in a queue. */
  readonly isMoving: boolean;
  /** Whether the open stall was proved before the latest change of the lab only. */
  readonly isStale: boolean;
  /** Bytes received when this observation began. */
  readonly receivedBefore: number;
  /** Milliseconds from the request to the beginning of this observation, and to its end. */
  readonly sinceMs: number;
  readonly atMs: number;
}

const outcomeOf = (flow: ObservedFlow): Pick<Observation, 'outcome' | 'why' | 'reason'> => {
  const { transfer, samples, episodes, receivedBefore, atMs, sinceMs, isMoving, isStale } = flow;
  const received = transfer.received();
  const ending = transfer.ending?.();
  if (hasArrived(flow) || ending?.outcome === 'completed') return { outcome: 'completed' };
  if (!transfer.connected() && ending) return ending;
  if (!transfer.connected()) return { outcome: transfer.failure() === 'ECONNREFUSED' ? 'refused' : 'unreachable' };
  if (isStale)
    return { outcome: 'not-judged', reason: 'no evidence of a stall is newer than the last change of the lab' };
  if (!transfer.segments.isWhole)
    return {
      outcome: 'not-judged',
      reason: `${flow.request.to} sends its packets on to another node: ${whyNotFollowed(transfer)}`,
    };
  if (episodes.length > 0 && episodes.at(-1)!.untilMs === undefined) return { outcome: 'stalled' };
  const unseen = unseenEnd(flow);
  if (unseen)
    return {
      outcome: 'not-judged',
      reason: `${unseen} has no socket with the ports of this flow: ${whyNotFollowed(transfer)}`,
    };
  if (ending) return ending;
  const bulkEnd = bulkEndOf(flow.request, samples);
  if (waitsForWindow(samples.at(-1)?.[bulkEnd])) return { outcome: 'unfinished', why: 'receiver-window' };
  const moved =
    isMoving || received > receivedBefore || ackedAt(bulkEnd, samples, atMs) > ackedAt(bulkEnd, samples, sinceMs);
  return { outcome: 'unfinished', ...(moved && { why: 'slow' }) };
};

/** Why the flow is not known to its other end. */
const whyNotFollowed = ({ segments: { ambiguity, translations } }: WatchedTransfer): string => {
  if (ambiguity !== undefined) return ambiguity;
  const last = translations.at(-1);
  if (!last) return 'no node that tracks connections has translated them';
  const { node, after } = last;
  return `${node} has translated them to ${after.source}→${after.destination}, and no socket has accepted a connection with those`;
};

/** The end whose socket was never seen while the other one was. */
const unseenEnd = ({ request, transfer, samples }: ObservedFlow): string | undefined => {
  const { from, to } = sendingNodes({ request, transfer }, 'sender');
  const [isSenderSeen, isReceiverSeen] = [
    samples.some(({ sender }) => sender),
    samples.some(({ receiver }) => receiver),
  ];
  if (isSenderSeen === isReceiverSeen) return undefined;
  return isSenderSeen ? to : from;
};

const evidenceOf = (flow: ObservedFlow): readonly string[] => [
  ...flow.episodes.flatMap((episode) => [episodeText(episode), ...episode.cause.evidence]),
  ...stateText(flow),
  ...(hasArrived(flow) ? [] : flow.transfer.segments.translations.map(translationText)),
];

const translationText = ({ node, before, after }: Translation): string => {
  const changed = [
    ...(endText(before, 'source') === endText(after, 'source') ? [] : (['source'] as const)),
    ...(endText(before, 'destination') === endText(after, 'destination') ? [] : (['destination'] as const)),
  ];
  return `${node} translates ${changed.map((end) => `${end} ${endText(before, end)} to ${endText(after, end)}`).join(' and ')}`;
};

const endText = (flow: FlowId, end: 'source' | 'destination'): string => {
  const address = flow[`${end}Address`];
  return `${flow.family === 'ipv6' ? `[${address}]` : address}:${flow[end]}`;
};

/** The samples are no more precise than a millisecond. */
const roundTimes = ({ fromMs, untilMs, ...rest }: Episode): Episode => ({
  ...rest,
  fromMs: Math.round(fromMs),
  ...(untilMs !== undefined && { untilMs: Math.round(untilMs) }),
});

const episodeText = ({ fromMs, untilMs, cause, healedBy }: Episode): string => {
  const end =
    untilMs === undefined
      ? ', still open'
      : ` until ${formatSeconds(untilMs)}${healedBy ? `, healed by ${healedBy}` : ''}`;
  return `stalled from ${formatSeconds(fromMs)}${end}: ${cause.word}${cause.place ? ` at ${cause.place}` : ''}`;
};

const stateText = ({ request, transfer, samples, atMs, isMoving }: ObservedFlow): readonly string[] => {
  const failure = transfer.failure();
  if (!transfer.connected() && transfer.ending?.()) return [];
  if (!transfer.connected())
    return [failure ? `connect: ${failure}` : `no answer to the SYN for ${formatSeconds(atMs)}`];
  const bulkEnd = bulkEndOf(request, samples);
  const { [bulkEnd]: sender } = samples.at(-1)!;
  const silence = silenceAt(samples);
  const silentEnd = silence && samples.at(-1)![silence.end];
  const node = sendingNodes({ request, transfer }, bulkEnd).from;
  return [
    ...(sender
      ? [`${node}: ${sender.sndMss}-byte segments, path MTU ${sender.pmtu}, ${sender.bytesAcked} bytes acknowledged`]
      : []),
    ...(silence && silentEnd
      ? [
          `${sendingNodes({ request, transfer }, silence.end).from}: backoff ${silence.backoff}, RTO ${silentEnd.rtoMs} ms, nothing acknowledged for ${formatSeconds(atMs - silence.fromMs)}`,
        ]
      : []),
    ...(isMoving ? ['packets of this flow get through or wait in a queue'] : []),
    ...(waitsForWindow(sender)
      ? [
          `${node}: everything sent is acknowledged, the receiver's window is ${sender?.sndWnd === undefined ? 'closed' : `${sender.sndWnd} bytes`}`,
        ]
      : []),
    ...(failure ? [`the connection failed: ${failure}`] : []),
  ];
};

/** Whether nothing is in flight because the receiver's window is smaller than a segment (RFC 9293 3.8.6.1). */
const waitsForWindow = (sender: TcpInfo | undefined): boolean =>
  sender !== undefined && sender.unacked === 0 && (sender.notsentBytes ?? 1) > 0 && isWindowClosed(sender);

const isWindowClosed = ({ sndWnd, sndMss, probes, backoff }: TcpInfo): boolean =>
  sndWnd === undefined ? probes + backoff > 0 : sndWnd < sndMss;

const recoveryOf = ({ change }: ObservedFlow): Observation['recovery'] =>
  change?.recoveredAtMs === undefined
    ? undefined
    : { afterMs: Math.round(change.recoveredAtMs - change.atMs), rtoMs: Math.round(change.rtoMs) };

const ackedAt = (end: FlowEnd, samples: readonly Sample[], atMs: number): number =>
  samples.findLast((sample) => sample.atMs <= atMs)?.[end]?.bytesAcked ?? 0;
