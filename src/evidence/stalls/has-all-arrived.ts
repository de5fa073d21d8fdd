import type { SilentFlow } from './flow-reading.ts';

/**
 * Whether the receiver has every byte that the sender has sent: what is lost meanwhile are repetitions, and only acknowledgments are missing.
 * A timeout makes IPv6 take another of several legs (sk_rethink_txhash), so packets can have arrived by one that carries them and be too big for
 * the next, or the other way round. Unknown, and so false, before Linux 4.19; a segment that the sender's own node refuses counts as sent.
 */
export const hasAllArrived = ({ after: { sender, receiver } }: Pick<SilentFlow, 'after'>): boolean => {
  if (!sender || !receiver) return false;
  const { bytesSent = NaN, bytesRetrans = NaN, bytesAcked } = sender;
  const unacknowledged = bytesSent - bytesRetrans - bytesAcked;
  return unacknowledged > 0 && receiver.bytesReceived - bytesAcked >= unacknowledged;
};
