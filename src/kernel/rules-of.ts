import type { Rule } from '../words/rule.ts';
import { readRules } from './nft-rules.ts';
import { netlinkIn } from './sockets.ts';

/** The counting rules of a namespace's firewall, read in this very tick. */
export const rulesIn = (namespace: string): readonly Rule[] => netlinkIn({ namespace, protocol: netfilter }, readRules);

/** NETLINK_NETFILTER */
const netfilter = 12;
