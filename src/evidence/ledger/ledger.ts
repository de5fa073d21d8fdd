import type { Family } from '../family.ts';

/**
 * The nft counts of every node, keyed by the ports that identify a flow (no port is used twice in a lab).
 * Hooks: `made` output -450, `passed` forward 400, `left` postrouting 400, `arrived` prerouting -450, `taken` input 400.
 */
export interface Ledger {
  readonly ptbs: readonly PtbCount[];
  readonly syns: readonly SynCount[];
  readonly segments: readonly SegmentCount[];
}

export type PtbHook = 'made' | 'passed' | 'left' | 'arrived' | 'taken';

/** Packet Too Big messages of one node at one hook; `source` and `destination` are the ports of the quoted packet. */
export interface PtbCount {
  readonly node: string;
  readonly hook: PtbHook;
  readonly family: Family;
  readonly mtu: number;
  readonly source: number;
  readonly destination: number;
  readonly packets: number;
}

/** A SYN or SYN-ACK on one interface, with its MSS option as seen there. */
export interface SynCount {
  readonly node: string;
  /** Kernel interface name. */
  readonly interface: string;
  readonly direction: 'in' | 'out';
  readonly kind: 'syn' | 'syn-ack';
  readonly source: number;
  readonly destination: number;
  readonly mss: number;
}

/** TCP packets of one flow direction on one interface; `large` are longer than 1280 bytes, the smallest MTU of IPv6. */
export interface SegmentCount {
  readonly node: string;
  readonly interface: string;
  readonly direction: 'in' | 'out';
  readonly size: 'large' | 'small';
  readonly source: number;
  readonly destination: number;
  readonly packets: number;
  readonly bytes: number;
}
