import type { CapturedFrame } from '../../words/lab/lab.ts';
import type { Ring } from './packet-socket.ts';

/** How large a ring is whose slots hold `snaplen` bytes of a frame each, in about `bytes` of memory. */
export const ringFor = (snaplen: number, bytes: number): Ring => {
  const slotBytes = aligned(frameAt + snaplen);
  const blockBytes = Math.max(65536, 2 ** Math.ceil(Math.log2(slotBytes)));
  return { slotBytes, blockBytes, blocks: Math.max(2, Math.round(bytes / blockBytes)) };
};

/** Reads what the kernel wrote into a ring, in its order, and gives the slots back; to be asked again and again. */
export const ringReader = ({ memory, ring, place }: Written): (() => readonly CapturedFrame[]) => {
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
      frames.push(frameIn(bytes, at, place));
      Atomics.store(words, at >> 2, TP_STATUS_KERNEL);
      slot = (slot + 1) % slots;
    }
  };
};

interface Written {
  readonly memory: ArrayBuffer;
  readonly ring: Ring;
  readonly place: string;
}

/** `struct tpacket2_hdr`, then `struct sockaddr_ll` at 32, in the order of the machine. */
const frameIn = (bytes: Buffer, at: number, place: string): CapturedFrame => {
  const begins = at + bytes.readUInt16LE(at + 12);
  return {
    place,
    direction: bytes[at + 42] === PACKET_OUTGOING ? 'out' : 'in',
    time: BigInt(bytes.readUInt32LE(at + 16)) * 1_000_000_000n + BigInt(bytes.readUInt32LE(at + 20)),
    bytes: Buffer.from(bytes.subarray(begins, begins + bytes.readUInt32LE(at + 8))),
    originalLength: bytes.readUInt32LE(at + 4),
  };
};

const aligned = (bytes: number): number => (bytes + 15) & ~15;

/** Where the kernel puts an Ethernet frame in its slot: headers of 52 bytes, then so that the network header is aligned (tpacket_rcv). */
const frameAt = 66;
// include/uapi/linux/if_packet.h
const [TP_STATUS_KERNEL, TP_STATUS_USER] = [0, 1];
const PACKET_OUTGOING = 4;
