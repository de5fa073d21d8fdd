import { close } from 'node:fs';
import { promisify } from 'node:util';
import koffi from 'koffi';
import { checkResult, int32s, libc } from '../system/libc.ts';
import { MachineError } from '../system/machine-error.ts';
import { inNamespace } from '../system/network-namespace.ts';
import { bind, getsockopt, setsockopt, socket } from '../system/socket-calls.ts';
import { AF_PACKET, SOCK_CLOEXEC, SOCK_NONBLOCK, SOCK_RAW, SOL_SOCKET } from '../system/socket-constants.ts';
import { inThreadPool } from '../system/thread-pool.ts';
import type { ForeignCall } from '../system/thread-pool.ts';

/** A packet socket with its ring: the kernel writes frames into `memory` by itself, whether or not they are read. */
export interface PacketSocket {
  readonly fd: number;
  readonly memory: ArrayBuffer;
  /** Makes the kernel write the frames of the interface from now on. */
  start(): void;
  /** Makes the kernel write no more frames; those in the ring can still be read. */
  stop(): void;
  /** Frames that passed, and those among them dropped because the ring was full, since the last call (PACKET_STATISTICS). */
  statistics(): { readonly passed: number; readonly dropped: number };
  /** Releases the ring; `memory` must not be accessed any more. Waits for the kernel's grace periods in the thread pool. */
  close(): Promise<void>;
}

/**
 * Opens a packet socket for an interface of a namespace (packet(7), TPACKET_V2). A ring, not a receive buffer: that of an ordinary user
 * holds 40 jumbo frames (net.core.rmem_max), a ring is as large as requested, and it timestamps a packet when the packet passes.
 */
export const openPacketSocket = async (options: PacketSocketOptions): Promise<PacketSocket> => {
  const { namespace, name, ring, arriving } = options;
  const type = SOCK_RAW | SOCK_NONBLOCK | SOCK_CLOEXEC;
  const { fd, index } = inNamespace(namespace, () => ({
    fd: checkResult('socket', socket(AF_PACKET, type, 0), `packets of ${name}`), // protocol 0: nothing arrives before bind
    index: checkResult('if_nametoindex', interfaceIndex(name) || -1, name),
  }));
  try {
    checkResult('setsockopt', setsockopt(fd, SOL_PACKET, PACKET_VERSION, int32s(TPACKET_V2), 4), 'PACKET_VERSION');
    if (arriving)
      for (const option of [PACKET_VNET_HDR, PACKET_IGNORE_OUTGOING])
        checkResult('setsockopt', setsockopt(fd, SOL_PACKET, option, int32s(1), 4), `option ${option} of packets`);
    return withRing({ fd, index, ring, pages: await mapRing(fd, ring) });
  } catch (error) {
    close(fd, () => {});
    throw error;
  }
};

/** Slots of `slotBytes` each, a multiple of 16, one frame per slot; blocks of `blockBytes`, a multiple of the page size. */
export interface RingLayout {
  readonly slotBytes: number;
  readonly blockBytes: number;
  readonly blocks: number;
}

/** The clock that stamps packets: nanoseconds since 1970. */
export const wallClock = (): bigint => {
  const timespec = Buffer.alloc(16);
  checkResult('clock_gettime', clockGettime(CLOCK_REALTIME, timespec), 'CLOCK_REALTIME');
  return timespec.readBigInt64LE(0) * 1_000_000_000n + timespec.readBigInt64LE(8);
};

interface PacketSocketOptions {
  /** Path of the network namespace. */
  readonly namespace: string;
  /** Kernel name of the interface. */
  readonly name: string;
  readonly ring: RingLayout;
  /** Only frames that arrive, each after a `struct virtio_net_hdr`: what its sender has left to a network card, such as a checksum. */
  readonly arriving?: true;
}

/** Takes 12 ms in the kernel (synchronize_net in packet_set_ring), so it runs in the thread pool. */
const mapRing = async (fd: number, { slotBytes, blockBytes, blocks }: RingLayout): Promise<unknown> => {
  const request = int32s(blockBytes, blocks, slotBytes, Math.floor(blockBytes / slotBytes) * blocks);
  if ((await setsockoptInThreadPool(fd, SOL_PACKET, PACKET_RX_RING, request, 16)) < 0)
    throw new MachineError({ what: `the kernel refused ${blockBytes * blocks} bytes for a packet ring` });
  const pages: unknown = mmap(null, blockBytes * blocks, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  checkResult('mmap', koffi.address(pages) === MAP_FAILED ? -1 : 0, 'a packet ring');
  // Child processes do not inherit the ring: copying its page tables would hold up every fork.
  madvise(pages, blockBytes * blocks, MADV_DONTFORK);
  return pages;
};

const withRing = ({ fd, index, ring, pages }: MappedSocket): PacketSocket => {
  const bytes = ring.blockBytes * ring.blocks;
  return {
    fd,
    memory: koffi.view(pages, bytes),
    start: () => {
      const address = linkAddress(index);
      checkResult('bind', bind(fd, address, address.length), 'a packet socket');
    },
    stop: () => void setsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER, rejectAll, rejectAll.length),
    statistics: () => {
      const counts = Buffer.alloc(8);
      const result = getsockopt(fd, SOL_PACKET, PACKET_STATISTICS, counts, [counts.length]);
      checkResult('getsockopt', result, 'PACKET_STATISTICS');
      return { passed: counts.readUInt32LE(0), dropped: counts.readUInt32LE(4) };
    },
    close: async () => {
      await munmapInThreadPool(pages, bytes);
      await promisify(close)(fd);
    },
  };
};

interface MappedSocket {
  readonly fd: number;
  readonly index: number;
  readonly ring: RingLayout;
  readonly pages: unknown;
}

/** `struct sockaddr_ll`: every protocol (ETH_P_ALL, in network order) of one interface. */
export const linkAddress = (index: number): Buffer => {
  const address = Buffer.alloc(20);
  address.writeUInt16LE(AF_PACKET, 0);
  address.writeUInt16BE(ETH_P_ALL, 2);
  address.writeInt32LE(index, 4);
  return address;
};

/** `struct sock_fprog` of one instruction, `ret #0` (linux/filter.h): it drops every frame, and unlike close() waits for nothing. */
const returnZero = Buffer.from([6, 0, 0, 0, 0, 0, 0, 0]);
const rejectAll = Buffer.alloc(16);
rejectAll.writeUInt16LE(1, 0);
rejectAll.writeBigUInt64LE(koffi.address(returnZero), 8);

export const interfaceIndex: (name: string) => number = libc.func('unsigned int if_nametoindex(const char *name)');
const setsockoptInThreadPool = inThreadPool(setsockopt);
const mmap: (at: null, bytes: number, protection: number, flags: number, fd: number, offset: number) => unknown =
  libc.func('void *mmap(void *at, size_t bytes, int protection, int flags, int fd, long offset)');
const madvise: (at: unknown, bytes: number, advice: number) => number = libc.func(
  'int madvise(void *at, size_t bytes, int advice)',
);
const munmap: ForeignCall<[at: unknown, bytes: number]> = libc.func('int munmap(void *at, size_t bytes)');
const munmapInThreadPool = inThreadPool(munmap);
const clockGettime: (clock: number, time: Buffer) => number = libc.func('int clock_gettime(int clock, void *time)');

// include/uapi: linux/if_packet.h, linux/if_ether.h, asm-generic/mman-common.h, asm-generic/socket.h, linux/time.h
const ETH_P_ALL = 3;
export const [SOL_PACKET, PACKET_VNET_HDR] = [263, 15];
const [PACKET_RX_RING, PACKET_STATISTICS, PACKET_VERSION, TPACKET_V2, PACKET_IGNORE_OUTGOING] = [5, 6, 10, 1, 23];
const [PROT_READ, PROT_WRITE, MAP_SHARED, MAP_FAILED] = [1, 2, 1, 0xffff_ffff_ffff_ffffn];
const SO_ATTACH_FILTER = 26;
const MADV_DONTFORK = 10;
const CLOCK_REALTIME = 0;
