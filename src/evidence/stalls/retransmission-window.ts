import { ledgerSince } from '../ledger/ledger-since.ts';
import type { Counts } from '../ledger/ledger-since.ts';
import type { Case, Direction } from './flow-reading.ts';
import { isOf, packetsAt, reverse, vanishing } from './loss-points.ts';
import type { Vanishing } from './loss-points.ts';

/** What two readings of a silent flow tell, at least one retransmission apart. */
export interface Watched {
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

/** Undefined before the second retransmission. */
export const watch = (of: Case): Watched | undefined => {
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

const smallOf = (flow: Direction, { segments }: Counts) =>
  segments.filter((entry) => entry.size === 'small' && isOf(flow, entry));
