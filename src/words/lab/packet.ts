import type { Family } from '../../evidence/family.ts';
import type { InterfaceView } from './node-view.ts';

/** A packet on its way through a planned network: what decides how far it gets. */
export interface Packet {
  readonly family: Family;
  readonly kind: 'syn' | 'syn-ack' | 'segment' | 'ack' | 'datagram' | 'echo' | 'packet-too-big';
  /** Length of the IP packet in bytes. */
  readonly bytes: number;
  /** The node whose address is its source. */
  readonly source: string;
  /** A node or a shared address. */
  readonly destination: string;
  /** It belongs to a connection that its destination has opened. */
  readonly isReply?: true;
  /** Nodes that have replaced the source of the connection's packets, in their order, each with the source before it. */
  readonly translations?: readonly { readonly at: string; readonly source: string }[];
  /** A Packet Too Big that quotes a packet which its destination has not sent. */
  readonly quotesAnother?: true;
  /** IPv4 without DF, which routers may fragment. */
  readonly mayFragment?: true;
  /** Routers may fragment it once a translator has heard that it is too big. */
  readonly mayFragmentLater?: true;
  readonly isFragmented?: true;
  /** The MSS option of a SYN or SYN-ACK in bytes. */
  readonly mss?: number;
  /** The MTU that a Packet Too Big reports in bytes. */
  readonly mtu?: number;
}

/** The hooks of netfilter, in the order in which a packet meets them. */
export type Hook = 'prerouting' | 'input' | 'forward' | 'output' | 'postrouting';

/** A packet at one hook of a node. */
export interface Passing {
  readonly packet: Packet;
  readonly hook: Hook;
  /** The interface by which it came in; absent for the node's own packets. */
  readonly from?: InterfaceView;
  /** The interface by which it leaves, once it is routed. */
  readonly towards?: InterfaceView;
  /** The smaller MTU in bytes of both interfaces of a packet that is forwarded: what a clamp to the path MTU goes by. */
  readonly pathMtu?: number;
  /** Whether the node has a route to the source, or with `strict` one out of the interface by which the packet came in. */
  hasRouteBack(mode: 'strict' | 'loose'): 'always' | 'perhaps' | 'never';
}

/** What becomes of a packet at a hook: it is another one afterwards, or it is lost. */
export type Effect = Change | Loss;

interface Staged {
  /** Before its node counts what it makes, and before other traits whatever their order: nobody knows of a packet that is lost there. */
  readonly isBeforeCounting?: true;
}

interface Change extends Staged {
  readonly packet: Packet;
}

export interface Loss extends Staged {
  /** What its node does, such as `drops packet-too-big`. */
  readonly loss: string;
  /** False if it depends on more than the packet, such as a rate. */
  readonly isCertain: boolean;
}
