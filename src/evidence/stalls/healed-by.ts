import type { Episode } from './episode.ts';
import type { PtbCount } from '../ledger/ledger.ts';
import type { LedgerCounts } from '../ledger/ledger-since.ts';
import type { TcpInfo } from '../sockets/tcp-info.ts';

/**
 * Returns what ended a stall: an accepted Packet Too Big, smaller segments without one, a change of the lab, or another path. Undefined
 * where none is proved.
 */
export const healedBy = (stall: EndedStall): Episode['healedBy'] => {
  const { then, now, change } = stall;
  if (change && hasLowerPathMtu(now, change.then)) return healedDuringChange(stall);
  if (change && hasLowerPathMtu(change.then, then)) return undefined; // a message may have healed it just before the change
  if (hasLowerPathMtu(now, then)) return 'packet-too-big';
  if (now.sndMss < then.sndMss && now.pmtu === then.pmtu) return 'probing';
  if (change) return 'change';
  return (now.rehash ?? 0) > (then.rehash ?? Infinity) || (now.totalRto ?? 0) > (then.totalRto ?? Infinity)
    ? 'rehash'
    : undefined;
};

/** A proved stall whose bytes are acknowledged now, and the evidence of what ended it. */
export interface EndedStall {
  /** The sender's node. */
  readonly node: string;
  /** The sender when the stall was proved, and now that more bytes are acknowledged. */
  readonly then: TcpInfo;
  readonly now: TcpInfo;
  /** The last change of the lab during the stall. */
  readonly change?: {
    /** The sender just before it. */
    readonly then: TcpInfo;
    /** The ledger since just before it, of all flows: one message updates every connection to that destination. */
    readonly since: LedgerCounts;
  };
}

const hasLowerPathMtu = (now: TcpInfo, then: TcpInfo): boolean => now.pmtu < then.pmtu;

/**
 * The path MTU fell since just before a change, which may have lowered it at the sender itself, or have let a message through. The message
 * is the healer if the sender accepted it with exactly that MTU, and the change if no accepted message fits; where one with a smaller MTU
 * may fit as well (another destination's, or one below the smallest path MTU), neither is proved.
 */
const healedDuringChange = ({ node, now, change }: EndedStall): Episode['healedBy'] => {
  const accepted = change!.since.ptbs.filter((ptb) => ptb.node === node && ptb.hook === 'taken').flatMap(mtusOf);
  if (accepted.includes(now.pmtu)) return 'packet-too-big';
  return accepted.some((mtu) => mtu < now.pmtu) ? undefined : 'change';
};

/** The MTU of a message, and what remains of it inside each tunnel that the message quotes. */
const mtusOf = ({ mtu, quoted }: PtbCount): readonly number[] => [
  mtu,
  ...quoted.map(({ outerBytes }) => mtu - outerBytes),
];
