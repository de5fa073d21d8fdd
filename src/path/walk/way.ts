import type { Family } from '../../evidence/family.ts';
import type { Packet } from '../../words/lab/packet.ts';

/** One way that a packet can take, to its end. */
export interface Way {
  /** The nodes that it reaches, in order, without bridges. */
  readonly nodes: readonly string[];
  /** The interfaces by which it leaves them. */
  readonly places: readonly string[];
  /** The packet as it was last seen. */
  readonly packet: Packet;
  readonly end: WayEnd;
  /** The smallest MTU of the links that it crossed; absent where it crossed none. */
  readonly narrowest?: Narrowing;
  /** Milliseconds for which impaired links hold the packet back; absent where none does. */
  readonly delayMs?: number;
  /** Where it may be lost by chance, such as `client:to-edge loses 1% of the frames`; absent where it cannot. */
  readonly chances?: readonly string[];
}

/** Where a path narrows. */
export interface Narrowing {
  readonly place: string;
  /** Bytes of an IP packet. */
  readonly mtu: number;
  /** The family of the packet there, where it arrives in the other one. */
  readonly family?: Family;
}

/** How a way ends. */
export type WayEnd =
  | { readonly kind: 'delivered'; readonly node: string }
  /** A router cannot send it on at `place`, whose MTU in bytes is `mtu`, and answers with Packet Too Big unless something prevents it. */
  | { readonly kind: 'too-big'; readonly node: string; readonly place: string; readonly mtu: number }
  /** Its node hands it to an interface that does not send packets of this size. */
  | { readonly kind: 'refused'; readonly place: string; readonly mtu: number }
  /** It is lost between an interface and the next node, since the other side accepts no such length. */
  | { readonly kind: 'lost-on-link'; readonly place: string; readonly mtu: number }
  | { readonly kind: 'lost-in-node'; readonly node: string; readonly loss: string; readonly isBeforeCounting?: true }
  | { readonly kind: 'unroutable'; readonly node: string }
  | { readonly kind: 'unknown'; readonly why: string };
