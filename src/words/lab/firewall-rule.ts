import type { Family } from '../../evidence/family.ts';

/** A rule of a firewall that counts what it matches, as the kernel holds it; iptables over nftables is the same there. */
export interface FirewallRule {
  readonly table: string;
  readonly chain: string;
  /** Its place in the chain, from 1 on. */
  readonly number: number;
  readonly packets: number;
  /** Absent where it matches both families. */
  readonly family?: Family;
  readonly comment?: string;
  /** Of iptables, what it does: `TCPMSS`. */
  readonly target?: string;
}
