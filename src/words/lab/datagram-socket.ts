import type { Family } from '../../evidence/family.ts';

/** A UDP socket of a program, as its kernel describes it: not what it sends or gets, which the kernel does not count. */
export interface DatagramSocket {
  /** Undefined for a socket that may send over both. */
  readonly family?: Family;
  readonly port: number;
  /** The peer of a connected socket. */
  readonly peer?: {
    /** The node with the address, or the address of none. */
    readonly node: string;
    readonly port: number;
    /** The path MTU in bytes that the socket's node has learned for its packets when the program has ended; null if none. */
    readonly pmtu: number | null;
  };
  /** Whether it was closed before anyone saw it open: it may have sent nothing, as those by which a resolver tries which address to use. */
  readonly isBrief?: true;
  /** Why it may belong to another program. */
  readonly doubt?: string;
}
