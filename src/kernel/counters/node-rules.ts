import { constants } from 'node:os';
import { NetlinkError, netlinkProtocols } from '../system/netlink.ts';
import type { FirewallRule } from '../../words/lab/firewall-rule.ts';
import { readCountedRules } from './nft-rules.ts';
import { netlinkIn } from '../system/netlink-socket.ts';

/** Reads the firewall rules with a counter of a namespace, synchronously; none where the kernel has no nftables. */
export const readNodeRules = (namespace: string): readonly FirewallRule[] => {
  try {
    return netlinkIn({ namespace, protocol: netlinkProtocols.netfilter }, readCountedRules);
  } catch (error) {
    if (error instanceof NetlinkError && withoutNftables.has(error.errno)) return [];
    throw error;
  }
};

/** What a kernel without nf_tables answers. */
const withoutNftables: ReadonlySet<number> = new Set([constants.errno.EINVAL, constants.errno.EOPNOTSUPP]);
