/** What a capture file holds: the places that it was taken at, and their packets in the order of the file. */
export interface CaptureFile {
  readonly places: readonly CapturePlace[];
  readonly packets: readonly CapturedPacket[];
}

/** An interface of a capture file; `linkType` is a LINKTYPE number (https://www.tcpdump.org/linktypes.html). */
export interface CapturePlace {
  readonly name?: string;
  readonly description?: string;
  readonly linkType: number;
  /** The largest number of bytes kept of a packet; 0 is no limit. */
  readonly snapLength: number;
}

/** A packet as it was captured, before anybody asked what it means. */
export interface CapturedPacket {
  readonly place: CapturePlace;
  /** Nanoseconds since 1970; 0n where the file tells no time (simple packet blocks). */
  readonly time: bigint;
  readonly bytes: Uint8Array;
  /** Bytes that the packet had on the wire, of which `bytes` may be the beginning. */
  readonly originalLength: number;
  readonly direction?: PacketDirection;
  readonly comment?: string;
}

/** Which way a packet crossed the interface that saw it. */
export type PacketDirection = 'in' | 'out';

export const linkTypes = { ethernet: 1, raw: 101, ipv4: 228, ipv6: 229 } as const;
