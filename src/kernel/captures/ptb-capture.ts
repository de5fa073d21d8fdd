import { close } from 'node:fs';
import { promisify } from 'node:util';
import type { CapturedPtb, CapturedPtbs } from '../../evidence/ledger/captured-ptbs.ts';
import { ptbOf } from './ptb-message.ts';
import { ptbFilter } from './ptb-filter.ts';
import { checkResult, int32s } from '../system/libc.ts';
import { inNamespace } from '../system/network-namespace.ts';
import { bind, getsockopt, recvfrom, setsockopt, socket } from '../system/socket-calls.ts';
import { AF_PACKET, SOCK_CLOEXEC, SOCK_DGRAM, SOCK_NONBLOCK, SOL_SOCKET } from '../system/socket-constants.ts';

/**
 * Captures the Packet Too Big messages at all interfaces of some nodes, before the first hook of netfilter and after the last one. One
 * socket a node takes 0.3 ms to open and keeps some 500 messages between two readings.
 */
export class PtbCapture {
  readonly #taps = new Map<string, number>();
  readonly #ptbs = new Map<string, CapturedPtb>();
  readonly #incomplete = new Set<string>();
  readonly #namespace: (node: string) => string;

  /** `namespace`: path of a node's network namespace. */
  constructor(namespace: (node: string) => string) {
    this.#namespace = namespace;
  }

  /** Captures at these nodes from now on. */
  begin(nodes: readonly string[]): void {
    for (const node of nodes) if (!this.#taps.has(node)) this.#taps.set(node, openTap(this.#namespace(node)));
  }

  /** Returns everything captured so far. */
  read(): CapturedPtbs {
    for (const [node, fd] of this.#taps) if (this.#readTap(node, fd) && hasDropped(fd)) this.#incomplete.add(node);
    return { ptbs: [...this.#ptbs.values()], incomplete: this.#incomplete };
  }

  /** Closes the sockets in the thread pool, where the kernel makes each wait 12 ms (synchronize_net in packet_release). */
  async close(): Promise<void> {
    const taps = [...this.#taps.values()];
    this.#taps.clear();
    await Promise.all(taps.map((fd) => promisify(close)(fd)));
  }

  #readTap(node: string, fd: number): boolean {
    for (let isEmpty = true; ; isEmpty = false) {
      const length = recvfrom(fd, message, message.length, 0, address, [address.length]);
      if (length < 0) return !isEmpty;
      const ptb = ptbOf(message.subarray(0, length));
      if (!ptb) continue;
      const direction = address[10] === PACKET_OUTGOING ? 'out' : 'in';
      const key = `${node} ${direction} ${ptb.mtu} ${ptb.quote} ${ptb.from}`;
      const { packets } = this.#ptbs.get(key) ?? { packets: 0 };
      this.#ptbs.set(key, { node, direction, ...ptb, packets: packets + 1 });
    }
  }
}

const openTap = (namespace: string): number => {
  const type = SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC;
  return inNamespace(namespace, () => {
    const fd = checkResult('socket', socket(AF_PACKET, type, 0), 'Packet Too Big messages'); // protocol 0: nothing arrives before bind
    const filter = ptbFilter();
    checkResult('setsockopt', setsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER, filter, filter.length), 'a packet filter');
    setsockopt(fd, SOL_SOCKET, SO_RCVBUF, int32s(receiveBytes), 4); // the kernel limits it to net.core.rmem_max
    checkResult('bind', bind(fd, allInterfaces, allInterfaces.length), 'a packet socket');
    return fd;
  });
};

/** Whether the kernel dropped messages because the buffer was full; the kernel clears the count. */
const hasDropped = (fd: number): boolean => {
  const counts = Buffer.alloc(8);
  checkResult('getsockopt', getsockopt(fd, SOL_PACKET, PACKET_STATISTICS, counts, [8]), 'PACKET_STATISTICS');
  return counts.readUInt32LE(4) > 0;
};

/** `struct sockaddr_ll`: every protocol (ETH_P_ALL, in network order) of every interface. */
const allInterfaces = Buffer.alloc(20);
allInterfaces.writeUInt16LE(AF_PACKET, 0);
allInterfaces.writeUInt16BE(3, 2);

/** Shared by all readings: a message and the `struct sockaddr_ll` of its interface. */
const message = Buffer.alloc(512);
const address = Buffer.alloc(20);

const receiveBytes = 4 * 1024 * 1024;
// include/uapi: linux/if_packet.h, asm-generic/socket.h
const [SOL_PACKET, PACKET_STATISTICS, PACKET_OUTGOING] = [263, 6, 4];
const [SO_RCVBUF, SO_ATTACH_FILTER] = [8, 26];
