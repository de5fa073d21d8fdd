import { close } from 'node:fs';
import { promisify } from 'node:util';
import koffi from 'koffi';
import pLimit from 'p-limit';
import { MachineError } from '../system/machine-error.ts';
import { inNamespace, int32s, libc, checkResult } from '../system/sockets.ts';

/** A packet socket with its ring: the kernel writes frames into `memory` by itself, whether or not anybody reads. */
export interface PacketSocket {
  readonly memory: ArrayBuffer;
  /** Makes the kernel write frames of the interface from now on. */
  begin(): void;
  /** Makes the kernel write no more; what it has written stays. */
  end(): void;
  /** Frames that passed and those that found the ring full, since the last question (PACKET_STATISTICS). */
  counted(): { readonly passed: number; readonly dropped: number };
  /** Ends it; nobody may touch `memory` any more. Waits for the kernel's grace periods in the thread pool. */
  close(): Promise<void>;
}

/**
 * Opens a packet socket for an interface of a namespace (packet(7), TPACKET_V2). A ring, not a receive buffer: an ordinary user's buffer
 * holds 40 jumbo frames (net.core.rmem_max), a ring what it is given, and its times are taken when the packet passes.
 */
export const packetSocketIn = async ({ namespace, name, ring }: Asked): Promise<PacketSocket> => {
  const { fd, index } = inNamespace(namespace, () => ({
    fd: checkResult('socket', socket(AF_PACKET, SOCK_RAW, 0), `packets of ${name}`), // protocol 0: nothing arrives before bind
    index: checkResult('if_nametoindex', indexOf(name) || -1, name),
  }));
  try {
    checkResult('setsockopt', setsockopt(fd, SOL_PACKET, PACKET_VERSION, int32s(TPACKET_V2), 4), 'PACKET_VERSION');
    return withRing({ fd, index, ring, pages: await mappedRing(fd, ring) });
  } catch (problem) {
    close(fd, () => {});
    throw problem;
  }
};

/** `slots` frames of `slotBytes` each, a multiple of 16; blocks of `blockBytes`, a multiple of the page. */
export interface Ring {
  readonly slotBytes: number;
  readonly blockBytes: number;
  readonly blocks: number;
}

/** The clock by which packets are stamped: nanoseconds since 1970. */
export const wallClock = (): bigint => {
  const time = Buffer.alloc(16);
  checkResult('clock_gettime', clockGettime(CLOCK_REALTIME, time), 'the time');
  return time.readBigInt64LE(0) * 1_000_000_000n + time.readBigInt64LE(8);
};

interface Asked {
  readonly namespace: string;
  /** Kernel name of the interface. */
  readonly name: string;
  readonly ring: Ring;
}

/** Twelve milliseconds in the kernel (synchronize_net in packet_set_ring), so it happens in the thread pool. */
const mappedRing = async (fd: number, { slotBytes, blockBytes, blocks }: Ring): Promise<unknown> => {
  const request = int32s(blockBytes, blocks, slotBytes, Math.floor(blockBytes / slotBytes) * blocks);
  if ((await setsockoptLater(fd, SOL_PACKET, PACKET_RX_RING, request, 16)) < 0)
    throw new MachineError({ what: `the kernel refused ${blockBytes * blocks} bytes for a ring of packets` });
  const pages: unknown = mmap(null, blockBytes * blocks, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  checkResult('mmap', koffi.address(pages) === MAP_FAILED ? -1 : 0, 'a ring of packets');
  // A program that is started inherits no ring: copying their page tables would hold up every fork.
  madvise(pages, blockBytes * blocks, MADV_DONTFORK);
  return pages;
};

const withRing = ({ fd, index, ring, pages }: Made): PacketSocket => {
  const bytes = ring.blockBytes * ring.blocks;
  return {
    memory: koffi.view(pages, bytes),
    begin: () => {
      const name = linkAddress(index);
      checkResult('bind', bind(fd, name, name.length), 'a packet socket');
    },
    end: () => void setsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER, nothing, nothing.length),
    counted: () => {
      const raw = Buffer.alloc(8);
      checkResult('getsockopt', getsockopt(fd, SOL_PACKET, PACKET_STATISTICS, raw, [raw.length]), 'PACKET_STATISTICS');
      return { passed: raw.readUInt32LE(0), dropped: raw.readUInt32LE(4) };
    },
    close: async () => {
      await munmapLater(pages, bytes);
      await promisify(close)(fd);
    },
  };
};

interface Made {
  readonly fd: number;
  readonly index: number;
  readonly ring: Ring;
  readonly pages: unknown;
}

/** `struct sockaddr_ll`: every protocol (ETH_P_ALL, in network order) of one interface. */
const linkAddress = (index: number): Buffer => {
  const name = Buffer.alloc(20);
  name.writeUInt16LE(AF_PACKET, 0);
  name.writeUInt16BE(ETH_P_ALL, 2);
  name.writeInt32LE(index, 4);
  return name;
};

/** `struct sock_fprog` of one instruction, `ret #0` (linux/filter.h); unlike closing it waits for nothing. */
const returnZero = Buffer.from([6, 0, 0, 0, 0, 0, 0, 0]);
const nothing = Buffer.alloc(16);
nothing.writeUInt16LE(1, 0);
nothing.writeBigUInt64LE(koffi.address(returnZero), 8);

export type ForeignCall<Arguments extends readonly unknown[]> = ((...given: Arguments) => number) & {
  readonly async: (...given: never[]) => unknown;
};

/** The call in Node's thread pool; koffi refuses the 257th that is under way, so that they wait for their turn here. */
export const inThreadPool = <Arguments extends readonly unknown[]>({ async: call }: ForeignCall<Arguments>) => {
  const promised = promisify(call as unknown as (...given: unknown[]) => void) as unknown as (
    ...given: Arguments
  ) => Promise<number>;
  return (...given: Arguments): Promise<number> => underWay(() => promised(...given));
};

const underWay = pLimit(64);

const socket: (family: number, type: number, protocol: number) => number = libc.func(
  'int socket(int family, int type, int protocol)',
);
const bind: (fd: number, name: Buffer, length: number) => number = libc.func(
  'int bind(int fd, const void *name, uint32_t length)',
);
const indexOf: (name: string) => number = libc.func('unsigned int if_nametoindex(const char *name)');
const setsockopt: ForeignCall<[fd: number, level: number, option: number, value: Buffer, length: number]> = libc.func(
  'int setsockopt(int fd, int level, int option, const void *value, uint32_t length)',
);
const setsockoptLater = inThreadPool(setsockopt);
const getsockopt: (fd: number, level: number, option: number, value: Buffer, length: number[]) => number = libc.func(
  'int getsockopt(int fd, int level, int option, void *value, _Inout_ uint32_t *length)',
);
const mmap: (at: null, bytes: number, protection: number, flags: number, fd: number, offset: number) => unknown =
  libc.func('void *mmap(void *at, size_t bytes, int protection, int flags, int fd, long offset)');
const madvise: (at: unknown, bytes: number, advice: number) => number = libc.func(
  'int madvise(void *at, size_t bytes, int advice)',
);
const munmap: ForeignCall<[at: unknown, bytes: number]> = libc.func('int munmap(void *at, size_t bytes)');
const munmapLater = inThreadPool(munmap);
const clockGettime: (clock: number, time: Buffer) => number = libc.func('int clock_gettime(int clock, void *time)');

// include/uapi: linux/if_packet.h, linux/if_ether.h, asm-generic/mman-common.h, linux/time.h
const AF_PACKET = 17;
const SOCK_RAW = 3 | 0o4000 | 0o2000000; // SOCK_RAW | SOCK_NONBLOCK | SOCK_CLOEXEC
const ETH_P_ALL = 3;
const [SOL_PACKET, PACKET_RX_RING, PACKET_STATISTICS, PACKET_VERSION, TPACKET_V2] = [263, 5, 6, 10, 1];
const [PROT_READ, PROT_WRITE, MAP_SHARED, MAP_FAILED] = [1, 2, 1, 0xffff_ffff_ffff_ffffn];
const [SOL_SOCKET, SO_ATTACH_FILTER] = [1, 26];
const MADV_DONTFORK = 10;
const CLOCK_REALTIME = 0;
