import { ledgerSince } from '../ledger/ledger-since.ts';
import type { LedgerCounts } from '../ledger/ledger-since.ts';
import type { SilentFlow, FlowDirection } from './flow-reading.ts';
import { countsFlow, packetsThrough, reverse, lossPoints } from './loss-points.ts';
import type { LossPoint } from './loss-points.ts';

/** What two readings of a silent flow tell, at least one retransmission apart. */
export interface RetransmissionWindow {
  readonly windowMs: number;
  /** Whether what the sender repeats is longer than 1280 bytes; a request is not. */
  readonly large: boolean;
  /** Segments with data that the receiving socket got meanwhile. */
  readonly newDataSegments: number;
  /** Whether the receiving socket heard anything at all of the other end: its answers to small probes. */
  readonly receiverHeard: boolean;
  /** Small packets that the receiving node sent meanwhile. */
  readonly smallPacketsSent: number;
  readonly lost: readonly LossPoint[];
  readonly acksLost: boolean;
  readonly lostAcks: readonly LossPoint[];
}

/** Undefined before the second retransmission. */
export const retransmissionWindow = (of: SilentFlow): RetransmissionWindow | undefined => {
  const { first, after, flow } = of;
  const [sender, receiver] = [after.sender, after.receiver];
  if (!sender || !receiver || !first.receiver || sender.backoff <= (first.sender?.backoff ?? Infinity))
    return undefined;
  const windowMs = after.atMs - first.atMs;
  const since = ledgerSince(after.ledger, first.ledger);
  const sent = since.segments.filter(
    (entry) => countsFlow(flow, entry) && entry.node === flow.from && entry.direction === 'out',
  );
  const large = sent.some(({ size }) => size === 'large');
  const news = (receiver.dataSegsIn ?? 0) - (first.receiver.dataSegsIn ?? 0);
  const back = { ...of, flow: reverse(flow) };
  return {
    windowMs,
    large,
    newDataSegments: news,
    receiverHeard: receiver.lastAckRecvMs < windowMs,
    smallPacketsSent: packetsThrough(flow.to, 'out', smallOf(back.flow, since)),
    lost: atSender(of, since) ?? lossPoints(of, { since, size: large ? 'large' : 'small', heard: news > 0 }),
    acksLost: receiver.bytesReceived - sender.bytesAcked > 1 && sender.lastAckRecvMs >= windowMs,
    lostAcks: lossPoints(back, { since, size: 'small', heard: sender.lastAckRecvMs < windowMs }),
  };
};

/** The socket repeated itself and nothing left its own node. */
const atSender = ({ flow, first, after }: SilentFlow, since: LedgerCounts): readonly LossPoint[] | undefined => {
  const packets = (after.sender?.totalRetrans ?? 0) - (first.sender?.totalRetrans ?? 0);
  const left = since.segments.some(
    (entry) => countsFlow(flow, entry) && entry.node === flow.from && entry.direction === 'out',
  );
  return packets > 0 && !left ? [{ node: flow.from, packets }] : undefined;
};

const smallOf = (flow: FlowDirection, { segments }: LedgerCounts) =>
  segments.filter((entry) => entry.size === 'small' && countsFlow(flow, entry));
