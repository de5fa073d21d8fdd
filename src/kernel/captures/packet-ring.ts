import type { CapturedFrame } from '../../words/lab/lab.ts';
import type { RingLayout } from './packet-socket.ts';

/** The layout of a ring whose slots hold `snaplen` bytes of a frame each, in about `bytes` of memory. */
export const ringLayout = (snaplen: number, bytes: number): RingLayout => {
  const slotBytes = aligned(frameOffset + snaplen);
  const blockBytes = Math.max(65536, 2 ** Math.ceil(Math.log2(slotBytes)));
  return { slotBytes, blockBytes, blocks: Math.max(2, Math.round(bytes / blockBytes)) };
};

/** Returns a function that reads the frames that the kernel wrote since its last call, in order, and returns their slots to the kernel. */
export const ringReader = ({ memory, ring, place }: Ring): (() => readonly CapturedFrame[]) => {
  const words = new Int32Array(memory);
  const bytes = Buffer.from(memory);
  const perBlock = Math.floor(ring.blockBytes / ring.slotBytes);
  const slots = perBlock * ring.blocks;
  let slot = 0;
  return () => {
    const frames: CapturedFrame[] = [];
    for (;;) {
      const at = Math.floor(slot / perBlock) * ring.blockBytes + (slot % perBlock) * ring.slotBytes;
      if ((Atomics.load(words, at >> 2) & TP_STATUS_USER) === 0) return frames;
      frames.push(parseFrame(bytes, at, place));
      Atomics.store(words, at >> 2, TP_STATUS_KERNEL);
      slot = (slot + 1) % slots;
    }
  };
};

interface Ring {
  readonly memory: ArrayBuffer;
  readonly ring: RingLayout;
  readonly place: string;
}

/** `struct tpacket2_hdr`, then `struct sockaddr_ll` at 32, in host byte order. */
const parseFrame = (bytes: Buffer, at: number, place: string): CapturedFrame => {
  const start = at + bytes.readUInt16LE(at + 12);
  const header = missingHeader(bytes, at);
  return {
    place,
    direction: bytes[at + 42] === PACKET_OUTGOING ? 'out' : 'in',
    time: BigInt(bytes.readUInt32LE(at + 16)) * 1_000_000_000n + BigInt(bytes.readUInt32LE(at + 20)),
    bytes: Buffer.concat([header, bytes.subarray(start, start + bytes.readUInt32LE(at + 8))]),
    originalLength: header.length + bytes.readUInt32LE(at + 4),
  };
};

/** Point-to-point tunnels have packets without a link layer: they get an Ethernet header without addresses, so that all frames are alike. */
const missingHeader = (bytes: Buffer, at: number): Buffer => {
  if (ethernetTypes.has(bytes.readUInt16LE(at + 40))) return noHeader;
  const header = Buffer.alloc(ethernetHeaderBytes);
  bytes.copy(header, etherTypeAt, at + 34, at + 36); // sll_protocol has the order of the network too
  return header;
};

const noHeader = Buffer.alloc(0);
const [ethernetHeaderBytes, etherTypeAt] = [14, 12];

const aligned = (bytes: number): number => (bytes + 15) & ~15;

/** Where the kernel writes an Ethernet frame in its slot: after 52 bytes of headers, with the network header aligned (tpacket_rcv). */
const frameOffset = 66;
// include/uapi/linux/if_packet.h
const [TP_STATUS_KERNEL, TP_STATUS_USER] = [0, 1];
const PACKET_OUTGOING = 4;
/** ARPHRD_ETHER, and ARPHRD_LOOPBACK, whose frames have the same header (include/uapi/linux/if_arp.h). */
const ethernetTypes = new Set([1, 772]);
