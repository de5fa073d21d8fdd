import type { Rule } from '../../words/lab/firewall-rule.ts';
import { readRules } from './nft-rules.ts';
import { netlinkIn } from '../system/sockets.ts';

/** The counting rules of a namespace's firewall, read in this very tick; none where the kernel has no nftables. */
export const rulesIn = (namespace: string): readonly Rule[] => {
  try {
    return netlinkIn({ namespace, protocol: netfilter }, readRules);
  } catch (problem) {
    if (problem instanceof Error && /errno (22|95)$/.test(problem.message)) return []; // EINVAL, EOPNOTSUPP: nobody answers
    throw problem;
  }
};

/** NETLINK_NETFILTER */
const netfilter = 12;
