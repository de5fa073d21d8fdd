import { netlinkProtocols } from '../system/netlink.ts';
import type { FirewallRule } from '../../words/lab/firewall-rule.ts';
import { readCountedRules } from './nft-rules.ts';
import { netlinkIn } from '../system/sockets.ts';

/** The counting rules of a namespace's firewall, read in this very tick; none where the kernel has no nftables. */
export const readNodeRules = (namespace: string): readonly FirewallRule[] => {
  try {
    return netlinkIn({ namespace, protocol: netlinkProtocols.netfilter }, readCountedRules);
  } catch (problem) {
    if (problem instanceof Error && /errno (22|95)$/.test(problem.message)) return []; // EINVAL, EOPNOTSUPP: nobody answers
    throw problem;
  }
};
