import type { Episode } from './episode.ts';
import type { LedgerCounts } from '../ledger/ledger-since.ts';
import type { TcpInfo } from '../sockets/tcp-info.ts';

/** What ended a stall: a Packet Too Big that the sender took, smaller segments without one, a change of the lab, or another way through the network. */
export const healedBy = ({ node, then, now, since, changed }: Healing): Episode['healedBy'] => {
  const shrank = now.sndMss < then.sndMss;
  const took = since.ptbs.some((one) => one.node === node && one.hook === 'taken' && one.mtu <= now.pmtu);
  if (now.pmtu < then.pmtu && (took || !changed)) return 'packet-too-big';
  if (shrank && now.pmtu === then.pmtu) return 'probing';
  if (changed) return 'change';
  return (now.rehash ?? 0) > (then.rehash ?? Infinity) || (now.totalRto ?? 0) > (then.totalRto ?? Infinity)
    ? 'rehash'
    : undefined;
};

interface Healing {
  /** The sender's node. */
  readonly node: string;
  /** The sender when the stall was found, and now that something was acknowledged. */
  readonly then: TcpInfo;
  readonly now: TcpInfo;
  /** The ledger since the beginning of the stall, of all flows: one message teaches every connection to that destination. */
  readonly since: LedgerCounts;
  /** Whether the lab was changed meanwhile. */
  readonly changed: boolean;
}
