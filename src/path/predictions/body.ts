import type { Family } from '../../evidence/family.ts';
import type { FlowPacket } from './handshakes.ts';
import type { Sender } from './sender.ts';

/** A body on its way over an open connection. */
export interface Body {
  readonly sender: Sender;
  /** The node that gets it. */
  readonly receiver: string;
  /** The family of the packets that it sends back. */
  readonly receiverFamily: Family;
  readonly packets: { readonly ofSender: FlowPacket; readonly ofReceiver: FlowPacket };
  /** The MSS option in bytes that the sender got. */
  readonly mss: number;
  /** Bytes of TCP options in each of its packets, and in each acknowledgment. */
  readonly optionBytes: number;
  readonly bytes: number;
  /** TCP carries the body alone, without the headers of HTTP. */
  readonly isRaw: boolean;
  /** IPv4 packets without DF. */
  readonly mayFragment: boolean;
  readonly leg?: string | undefined;
  /** It follows a Packet Too Big for an earlier packet of this body. */
  readonly hasShrunk?: true;
  /** The leg of the packets back. */
  readonly legBack?: string | undefined;
}
