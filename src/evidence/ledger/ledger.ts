import type { Family } from '../family.ts';
import type { QuotedHeader } from '../flows/flow-id.ts';

/**
 * The nft counts of every node. Hooks: `made` output -450, `passed` forward 400, `left` postrouting 400, `arrived` prerouting -450, `taken`
 * input 400. TCP is keyed by family and ports, which together no two flows of a lab share: address translation on the way does not hide it.
 */
export interface Ledger {
  readonly ptbs: readonly PtbCount[];
  readonly syns: readonly SynCount[];
  readonly segments: readonly SegmentCount[];
  readonly fragments: readonly FragmentCount[];
}

export type PtbHook = 'made' | 'passed' | 'left' | 'arrived' | 'taken';

/** What netfilter counted on arrival and departure where `arrived` and `left` are those of a capture, which sees more. */
export type CapturedHook = 'first-hook' | 'last-hook';

/** Packet Too Big messages of one node at one hook with the same MTU that quote the same flow. */
export interface PtbCount {
  readonly node: string;
  readonly hook: PtbHook | CapturedHook;
  readonly family: Family;
  readonly mtu: number;
  /** The MTU in the message itself, where a translator between the families tells the sender another one. */
  readonly reported?: number;
  /** Protocol, addresses and ports of the quoted packet as the sets of nft contain them, in hexadecimal digits. */
  readonly quote: string;
  /** Headers of the quoted packet, outermost first; only a capture shows those behind extension headers and inside tunnels. */
  readonly quoted: readonly QuotedHeader[];
  /** The source address of the messages; known where they were captured. */
  readonly from?: string;
  readonly packets: number;
}

/** A SYN or SYN-ACK on one interface, with its MSS option as seen there. */
export interface SynCount {
  readonly node: string;
  /** Kernel interface name. */
  readonly interface: string;
  readonly direction: 'in' | 'out';
  readonly kind: 'syn' | 'syn-ack';
  readonly family: Family;
  readonly source: number;
  readonly destination: number;
  readonly mss: number;
}

/** TCP packets of one flow direction on one interface; `large` are longer than 1280 bytes, the smallest MTU of IPv6, or than the 1260 of IPv4 that a translator makes of them. */
export interface SegmentCount {
  readonly node: string;
  readonly interface: string;
  readonly direction: 'in' | 'out';
  readonly size: 'large' | 'small';
  readonly family: Family;
  readonly source: number;
  readonly destination: number;
  readonly packets: number;
  readonly bytes: number;
}

/** IPv4 fragments from one address to another on one interface; only the first of a packet has ports, so no fragment is keyed by them. */
export interface FragmentCount {
  readonly node: string;
  readonly interface: string;
  readonly direction: 'in' | 'out';
  readonly sourceAddress: string;
  readonly destinationAddress: string;
  readonly packets: number;
}

/** TCP packets of one flow direction that reached an interface and exceed the MTU of the interface that sent them. */
export type RefusedCount = Omit<SegmentCount, 'direction' | 'size'>;
