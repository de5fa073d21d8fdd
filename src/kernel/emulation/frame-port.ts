import { closeSync } from 'node:fs';
import koffi from 'koffi';
import {
  interfaceIndex,
  linkAddress,
  openPacketSocket,
  PACKET_VNET_HDR,
  SOL_PACKET,
} from '../captures/packet-socket.ts';
import { ringLayout } from '../captures/packet-ring.ts';
import type { RingLayout } from '../captures/packet-socket.ts';
import { checkResult, int32s } from '../system/libc.ts';
import { inNamespace } from '../system/network-namespace.ts';
import { bind, sendto, setsockopt, socket } from '../system/socket-calls.ts';
import { AF_PACKET, SOCK_CLOEXEC, SOCK_RAW } from '../system/socket-constants.ts';

/** A frame with the `struct virtio_net_hdr` before it, which says what its sender has left to a network card. */
export interface ArrivedFrame {
  /** By CLOCK_REALTIME, in microseconds. */
  readonly arrivedUs: number;
  /** Borrowed: give it to `release` once it was sent. */
  readonly bytes: Buffer;
  /** It is longer than what is kept of it. */
  readonly isCut: boolean;
}

/** The end of a link through which frames arrive, one by one. */
export interface FrameInput {
  readonly fd: number;
  /** Returns the next frame; undefined without one. */
  take(): ArrivedFrame | undefined;
  /** The bytes of a frame are needed no longer. */
  release(bytes: Buffer): void;
  close(): void;
}

/** Opens an interface for the frames that arrive at it; up to `longest` bytes of each are kept. */
export const openFrameInput = async (namespace: string, name: string, longest: number): Promise<FrameInput> => {
  const ring = ringLayout(longest + headerBytes, ringBytes);
  const { memory, fd, start, close } = await openPacketSocket({ namespace, name, ring, arriving: true });
  start();
  const free: ArrayBufferLike[] = []; // to allocate 9 kB takes as long as to send them
  const lend = (length: number): Buffer => Buffer.from(free.pop() ?? new ArrayBuffer(ring.slotBytes), 0, length);
  return {
    fd,
    take: frameReader({ memory, ring, lend }),
    release: ({ buffer }) => void free.push(buffer),
    close: () => void close(),
  };
};

/** Of a burst of jumbo frames, 500 fit. */
const ringBytes = 8 * 2 ** 20;

/** `struct tpacket2_hdr` in host byte order; the other header comes before the frame (tpacket_rcv). */
const frameReader = ({ memory, ring, lend }: FrameRing) => {
  const { slotBytes, blockBytes, blocks } = ring;
  const words = new Int32Array(memory);
  const bytes = Buffer.from(memory);
  const perBlock = Math.floor(blockBytes / slotBytes);
  let slot = 0;
  return (): ArrivedFrame | undefined => {
    const at = Math.floor(slot / perBlock) * blockBytes + (slot % perBlock) * slotBytes;
    if ((Atomics.load(words, at >> 2) & TP_STATUS_USER) === 0) return undefined;
    const [length, kept] = [bytes.readUInt32LE(at + 4), bytes.readUInt32LE(at + 8)];
    const start = at + bytes.readUInt16LE(at + 12);
    const arrivedUs = bytes.readUInt32LE(at + 16) * 1e6 + bytes.readUInt32LE(at + 20) / 1e3;
    const copy = lend(virtioHeaderBytes + kept);
    bytes.copy(copy, 0, start - virtioHeaderBytes, start + kept);
    Atomics.store(words, at >> 2, TP_STATUS_KERNEL);
    slot = (slot + 1) % (perBlock * blocks);
    return { arrivedUs, bytes: copy, isCut: kept < length };
  };
};

interface FrameRing {
  readonly memory: ArrayBuffer;
  readonly ring: RingLayout;
  /** Returns memory for a number of bytes. */
  lend(length: number): Buffer;
}

/** The end of a link by which frames leave. */
export interface FrameOutput {
  /** Sends a frame that has arrived elsewhere; a rule that drops it at this interface is no failure. */
  send(frame: Buffer): void;
  close(): void;
}

/** Opens an interface for frames to leave. */
export const openFrameOutput = (namespace: string, name: string): FrameOutput => {
  const fd = inNamespace(namespace, () => {
    const opened = checkResult('socket', socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC, 0), `frames of ${name}`);
    const address = linkAddress(interfaceIndex(name));
    address.writeUInt16BE(0, 2); // nothing arrives here
    checkResult('bind', bind(opened, address, address.length), name);
    return opened;
  });
  checkResult('setsockopt', setsockopt(fd, SOL_PACKET, PACKET_VNET_HDR, int32s(1), 4), 'PACKET_VNET_HDR');
  return {
    send: (frame) => {
      if (sendto(fd, frame, frame.length, 0, null, 0) >= 0) return;
      const errno = koffi.errno();
      if (errno !== ENOBUFS) checkResult('sendto', -1, name);
    },
    close: () => closeSync(fd),
  };
};

/** Offset of the frame within its slot with its headers, beyond what captures have. */
const headerBytes = 16;
const virtioHeaderBytes = 10;
/** The offset of the EtherType in a frame with its header. */
export const etherTypeAt = virtioHeaderBytes + 12;
// include/uapi/linux/if_packet.h, asm-generic/errno.h
const [TP_STATUS_KERNEL, TP_STATUS_USER] = [0, 1];
const ENOBUFS = 105;
