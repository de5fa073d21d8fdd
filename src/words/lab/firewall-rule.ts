import type { Family } from '../../evidence/family.ts';

/** A firewall rule with a counter, as read from the kernel; iptables over nftables looks the same there. */
export interface FirewallRule {
  readonly table: string;
  readonly chain: string;
  /** Its position in the chain, counted from 1. */
  readonly number: number;
  readonly packets: number;
  /** Absent when it matches both families. */
  readonly family?: Family;
  readonly comment?: string;
  /** The target of an iptables rule: `TCPMSS`. */
  readonly target?: string;
}
