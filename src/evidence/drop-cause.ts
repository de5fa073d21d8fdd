import type { Cause } from './episode.ts';
import { ledgerSince } from './ledger-since.ts';
import type { Counts } from './ledger-since.ts';
import type { Case, Direction, Reading } from './reading.ts';
import type { Vanishing } from './vanishing.ts';
import { isOf, packetsAt, placeOf, reverse, vanishing } from './vanishing.ts';

/**
 * What became of a silent flow's packets between two readings at least one retransmission apart, where no Packet Too Big explains it.
 * `moving`: something still gets through, or waits in a queue, so that it is slow at worst. Undefined before the second retransmission.
 */
export const dropCause = (of: Case): Cause | 'moving' | undefined => {
  const watched = watch(of);
  if (!watched) return undefined;
  const { news, lost, acksLost } = watched;
  const suspects = acksLost ? watched.lostAcks : lost;
  if (suspects.some((place) => waits(place, of.after)) || (news > 0 && !acksLost)) return 'moving';
  if (acksLost) return acksLostCause(of, watched);
  if (lost.length === 0 || fragmented(of)) return unknown(of);
  if (watched.heard) return watched.large ? silentDrop(of, watched) : unknown(of);
  return watched.tried > 0 ? blackout(of, watched) : unknown(of);
};

interface Watched {
  readonly windowMs: number;
  /** Whether what the sender repeats is longer than 1280 bytes; a request is not. */
  readonly large: boolean;
  /** Segments with data that the receiving socket got meanwhile. */
  readonly news: number;
  /** Whether the receiving socket heard anything at all of the other end: its answers to small probes. */
  readonly heard: boolean;
  /** Small packets that the receiving node sent meanwhile. */
  readonly tried: number;
  readonly lost: readonly Vanishing[];
  readonly acksLost: boolean;
  readonly lostAcks: readonly Vanishing[];
}

const watch = (of: Case): Watched | undefined => {
  const { first, after, flow } = of;
  const [sender, receiver] = [after.sender, after.receiver];
  if (!sender || !receiver || !first.receiver || sender.backoff <= (first.sender?.backoff ?? Infinity))
    return undefined;
  const windowMs = after.atMs - first.atMs;
  const since = ledgerSince(after.ledger, first.ledger);
  const sent = since.segments.filter(
    (entry) => isOf(flow, entry) && entry.node === flow.from && entry.direction === 'out',
  );
  const large = sent.some(({ size }) => size === 'large');
  const news = (receiver.dataSegsIn ?? 0) - (first.receiver.dataSegsIn ?? 0);
  const back = { ...of, flow: reverse(flow) };
  return {
    windowMs,
    large,
    news,
    heard: receiver.lastAckRecvMs < windowMs,
    tried: packetsAt(flow.to, 'out', smallOf(back.flow, since)),
    lost: atSender(of, since) ?? vanishing(of, { since, size: large ? 'large' : 'small', heard: news > 0 }),
    acksLost: receiver.bytesReceived - sender.bytesAcked > 1 && sender.lastAckRecvMs >= windowMs,
    lostAcks: vanishing(back, { since, size: 'small', heard: sender.lastAckRecvMs < windowMs }),
  };
};

/** The socket repeated itself and nothing left its own node. */
const atSender = ({ flow, first, after }: Case, since: Counts): readonly Vanishing[] | undefined => {
  const packets = (after.sender?.totalRetrans ?? 0) - (first.sender?.totalRetrans ?? 0);
  const left = since.segments.some(
    (entry) => isOf(flow, entry) && entry.node === flow.from && entry.direction === 'out',
  );
  return packets > 0 && !left ? [{ node: flow.from, packets }] : undefined;
};

const waits = ({ wire }: Vanishing, { queued }: Reading): boolean =>
  wire !== undefined && (queued?.[`${wire.node} ${wire.interface}`] ?? 0) > 0;

/** Pieces that arrive and are never put together hide where the others were lost. */
const fragmented = ({ flow, first, after }: Case): boolean =>
  flow.family === 'ipv4' &&
  (after.counters[flow.to]?.['IpReasmReqds'] ?? 0) > (first.counters[flow.to]?.['IpReasmReqds'] ?? 0);

const acksLostCause = ({ flow, after }: Case, { lostAcks, windowMs }: Watched): Cause => ({
  word: 'acks-lost',
  ...place(lostAcks),
  evidence: [
    `${flow.to} has ${after.receiver!.bytesReceived} bytes, ${flow.from} knows of ${after.sender!.bytesAcked}`,
    `${flow.from} heard nothing for ${seconds(windowMs)}`,
    ...lostAcks.map((one) => line(one, 'small', reverse(flow))),
  ],
});

const silentDrop = ({ flow }: Case, { lost, windowMs }: Watched): Cause => ({
  word: 'silent-drop',
  ...place(lost),
  evidence: [
    ...lost.map((one) => line(one, 'large', flow)),
    `no packet too big was made for ${ports(flow)}`,
    `small packets of the same flow passed both ways within the same ${seconds(windowMs)}`,
  ],
});

const blackout = ({ flow }: Case, { lost, large, tried, windowMs }: Watched): Cause => ({
  word: 'blackout',
  ...place(lost),
  evidence: [
    ...lost.map((one) => line(one, large ? 'large' : 'small', flow)),
    `${flow.to} sent ${tried} small packets of the same flow and heard nothing for ${seconds(windowMs)}`,
  ],
});

const unknown = ({ flow, first, after }: Case): Cause => {
  const seen = ledgerSince(after.ledger, first.ledger).segments.filter((entry) => isOf(flow, entry));
  const nodes = [...new Set(seen.map(({ node }) => node))];
  const evidence = nodes.map(
    (node) => `${node} saw ${packetsAt(node, 'in', seen)} in and ${packetsAt(node, 'out', seen)} out`,
  );
  return { word: 'unknown', evidence };
};

/** One place, or none where several ways end at different ones. */
const place = (found: readonly Vanishing[]): { readonly place?: string } => {
  const places = new Set(found.map(placeOf));
  return places.size === 1 ? { place: [...places][0]! } : {};
};

const line = (found: Vanishing, size: string, flow: Direction): string =>
  found.wire
    ? `${found.packets} ${size} packets of ${ports(flow)} left ${found.wire.place} and none reached ${found.wire.peer}`
    : `${found.packets} ${size} packets of ${ports(flow)} reached ${found.node} and none went further`;

const smallOf = (flow: Direction, { segments }: Counts) =>
  segments.filter((entry) => entry.size === 'small' && isOf(flow, entry));

const ports = ({ source, destination }: Direction): string => `${source}→${destination}`;

const seconds = (ms: number): string => `${(ms / 1000).toFixed(2)} s`;
