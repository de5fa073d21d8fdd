import type { Episode } from './episode.ts';
import type { LedgerCounts } from '../ledger/ledger-since.ts';
import type { TcpInfo } from '../sockets/tcp-info.ts';

/** Returns what ended a stall: an accepted Packet Too Big, smaller segments without one, a change of the lab, or another path. */
export const healedBy = ({ node, then, now, since, changed }: EndedStall): Episode['healedBy'] => {
  const isSmaller = now.sndMss < then.sndMss;
  const tookPtb = since.ptbs.some((ptb) => ptb.node === node && ptb.hook === 'taken' && ptb.mtu <= now.pmtu);
  if (now.pmtu < then.pmtu && (tookPtb || !changed)) return 'packet-too-big';
  if (isSmaller && now.pmtu === then.pmtu) return 'probing';
  if (changed) return 'change';
  return (now.rehash ?? 0) > (then.rehash ?? Infinity) || (now.totalRto ?? 0) > (then.totalRto ?? Infinity)
    ? 'rehash'
    : undefined;
};

interface EndedStall {
  /** The sender's node. */
  readonly node: string;
  /** The sender when the stall was proved, and now that more bytes are acknowledged. */
  readonly then: TcpInfo;
  readonly now: TcpInfo;
  /** The ledger since the beginning of the stall, of all flows: one message updates every connection to that destination. */
  readonly since: LedgerCounts;
  /** Whether the lab was changed during the stall. */
  readonly changed: boolean;
}
