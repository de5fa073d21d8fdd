/** The content of a capture file: its interfaces, and their packets in file order. */
export interface CaptureFile {
  readonly interfaces: readonly CaptureInterface[];
  readonly packets: readonly CapturedPacket[];
}

/** An interface of a capture file; mtulab names it after its place, `NODE:to-PEER`. */
export interface CaptureInterface {
  readonly name?: string;
  readonly description?: string;
  /** A LINKTYPE number (https://www.tcpdump.org/linktypes.html). */
  readonly linkType: number;
  /** The maximum number of bytes kept of a packet; 0 means no limit. */
  readonly snapLength: number;
}

/** A packet as captured, not decoded. */
export interface CapturedPacket {
  readonly place: CaptureInterface;
  /** Nanoseconds since 1970; 0n where the file has no time (simple packet blocks). */
  readonly time: bigint;
  readonly bytes: Uint8Array;
  /** The packet's length in bytes on the wire; `bytes` may hold only the start. */
  readonly originalLength: number;
  readonly direction?: PacketDirection;
  readonly comment?: string;
}

/** The direction in which a packet crossed the interface, seen from its node. */
export type PacketDirection = 'in' | 'out';

/** The comment of a packet that its interface did not send: the kernel shows it to captures all the same. */
export const refusedComment = 'not sent: it is longer than the MTU of its interface';

/** The LINKTYPE numbers that can be decoded. */
export const linkTypes = { ethernet: 1, raw: 101, ipv4: 228, ipv6: 229 } as const;
