import { netlinkProtocols } from '../system/netlink.ts';
import type { FirewallRule } from '../../words/lab/firewall-rule.ts';
import { readCountedRules } from './nft-rules.ts';
import { netlinkIn } from '../system/netlink-socket.ts';

/** Reads the firewall rules with a counter of a namespace, synchronously; none where the kernel has no nftables. */
export const readNodeRules = (namespace: string): readonly FirewallRule[] => {
  try {
    return netlinkIn({ namespace, protocol: netlinkProtocols.netfilter }, readCountedRules);
  } catch (error) {
    if (error instanceof Error && /errno (22|95)$/.test(error.message)) return []; // EINVAL, EOPNOTSUPP: no nf_tables
    throw error;
  }
};
