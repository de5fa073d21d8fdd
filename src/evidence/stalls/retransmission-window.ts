import { ledgerSince } from '../ledger/ledger-since.ts';
import type { LedgerCounts } from '../ledger/ledger-since.ts';
import type { SilentFlow, FlowDirection } from './flow-reading.ts';
import { hasAllArrived } from './has-all-arrived.ts';
import { isOfDirection, packetsThrough, reverse, lossPoints } from './loss-points.ts';
import type { LossPoint } from './loss-points.ts';

/** What happened between two readings of a silent flow that are at least one retransmission apart. */
export interface RetransmissionWindow {
  readonly windowMs: number;
  /** Whether the sender retransmits packets longer than 1280 bytes; a request is shorter. */
  readonly isLarge: boolean;
  /** Data segments that the receiving socket got in the window. */
  readonly newDataSegments: number;
  /** Whether any packet of the sender reached the receiving socket, such as the answers to its small probes. */
  readonly receiverReached: boolean;
  /** Small packets that the receiving node sent in the window. */
  readonly smallPacketsSent: number;
  /** Where the retransmitted packets were lost. */
  readonly dataLoss: readonly LossPoint[];
  /** Whether data reaches the receiver, or all of it has, and no acknowledgment reaches the sender; when nothing gets through either, the acknowledgments are not the cause. */
  readonly areAcksLost: boolean;
  readonly ackLoss: readonly LossPoint[];
}

/** Compares the first and the last reading of a silence; undefined before the second retransmission. */
export const retransmissionWindow = (silent: SilentFlow): RetransmissionWindow | undefined => {
  const { first, after, flow } = silent;
  const [sender, receiver] = [after.sender, after.receiver];
  if (!sender || !receiver || !first.receiver || sender.backoff <= (first.sender?.backoff ?? Infinity))
    return undefined;
  const windowMs = after.atMs - first.atMs;
  const since = ledgerSince(after.ledger, first.ledger);
  const isLarge = sentBySender(flow, since).some(({ size }) => size === 'large');
  const newDataSegments = (receiver.dataSegsIn ?? 0) - (first.receiver.dataSegsIn ?? 0);
  const acks = { ...silent, flow: reverse(flow) };
  const dataLoss =
    lossAtSender(silent, since) ??
    lossPoints(silent, { since, size: isLarge ? 'large' : 'small', reachedSocket: newDataSegments > 0 });
  const ackLoss = lossPoints(acks, { since, size: 'small', reachedSocket: sender.lastAckRecvMs < windowMs });
  const hasUnacknowledgedData = receiver.bytesReceived - sender.bytesAcked > 1 && sender.lastAckRecvMs >= windowMs;
  return {
    windowMs,
    isLarge,
    newDataSegments,
    receiverReached: receiver.lastAckRecvMs < windowMs,
    smallPacketsSent: packetsThrough(flow.to, 'out', smallSegments(acks.flow, since)),
    dataLoss,
    areAcksLost:
      hasUnacknowledgedData &&
      ((newDataSegments > 0 && dataLoss.length === 0) || (ackLoss.length > 0 && hasAllArrived(silent))),
    ackLoss,
  };
};

/**
 * Whether the receiver still got packets from a queue while the retransmissions were lost: what gets through now shows only in the readings
 * after this one.
 */
export const isDraining = (silent: SilentFlow): boolean => {
  const window = retransmissionWindow(silent);
  return window !== undefined && window.newDataSegments > 0 && window.dataLoss.length > 0;
};

/** The sender when its socket retransmitted and no packet left its node. */
const lossAtSender = ({ flow, first, after }: SilentFlow, since: LedgerCounts): readonly LossPoint[] | undefined => {
  const packets = (after.sender?.totalRetrans ?? 0) - (first.sender?.totalRetrans ?? 0);
  return packets > 0 && sentBySender(flow, since).length === 0 ? [{ node: flow.from, packets }] : undefined;
};

const sentBySender = (flow: FlowDirection, { segments }: LedgerCounts) =>
  segments.filter((entry) => isOfDirection(flow, entry) && entry.node === flow.from && entry.direction === 'out');

const smallSegments = (flow: FlowDirection, { segments }: LedgerCounts) =>
  segments.filter((entry) => entry.size === 'small' && isOfDirection(flow, entry));
