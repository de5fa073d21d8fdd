import { closeSync } from 'node:fs';
import koffi from 'koffi';
import { checkResult, libc } from './libc.ts';
import { netlinkProtocols, parseMessages } from './netlink.ts';
import { inNamespace } from './network-namespace.ts';
import { onEachProcessor } from './on-each-processor.ts';
import { decodeSocket, SOCK_DIAG_BY_FAMILY } from './sock-diag.ts';
import type { DiagnosedSocket } from './sock-diag.ts';
import { bind, getsockopt, socket } from './socket-calls.ts';
import {
  AF_INET,
  AF_NETLINK,
  SOCK_CLOEXEC,
  SOCK_DGRAM,
  SOCK_NONBLOCK,
  SOCK_RAW,
  SOCK_STREAM,
  SOL_SOCKET,
} from './socket-constants.ts';

/** Reports each TCP socket of a namespace when the kernel destroys it, with its last TCP_INFO, or each UDP socket: none is too short for it. */
export const watchClosedSockets = (namespace: string, protocol: SocketProtocol = 'tcp'): ClosedSockets => {
  const type = SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK;
  const fd = inNamespace(namespace, () =>
    checkResult('socket', socket(AF_NETLINK, type, netlinkProtocols.sockDiag), 'netlink'),
  );
  try {
    const groups = destroyGroups(protocol);
    checkResult('bind', bind(fd, groups, groups.length), 'the groups of destroyed sockets');
  } catch (error) {
    closeSync(fd);
    throw error;
  }
  return { take: () => takeAll(fd), close: () => closeSync(fd) };
};

type SocketProtocol = 'tcp' | 'udp';

export interface ClosedSockets {
  /** Returns the sockets that were destroyed since the previous call. The kernel reports them from a work queue. */
  take(): readonly DiagnosedSocket[];
  close(): void;
}

/**
 * Destroys a socket on each processor, in the namespace at a path, and returns their cookies: once all are reported, those of earlier sockets are.
 * The kernel reports a socket from a work queue of the processor on which it was destroyed (sock_diag_broadcast_destroy), and one processor may
 * be late while another is not.
 */
export const destroyedSocketsIn = (namespace: string, protocol: SocketProtocol = 'tcp'): readonly string[] =>
  inNamespace(namespace, () => onEachProcessor(() => destroyedSocket(protocol)));

const destroyedSocket = (protocol: SocketProtocol): string => {
  const type = protocol === 'tcp' ? SOCK_STREAM : SOCK_DGRAM;
  const fd = checkResult('socket', socket(AF_INET, type | SOCK_CLOEXEC, 0), 'a socket');
  const cookie = Buffer.alloc(8);
  checkResult('getsockopt', getsockopt(fd, SOL_SOCKET, SO_COOKIE, cookie, [cookie.length]), 'SO_COOKIE');
  closeSync(fd);
  return cookie.toString('hex');
};

const takeAll = (fd: number): readonly DiagnosedSocket[] => {
  const closed: DiagnosedSocket[] = [];
  for (;;) {
    const length = recv(fd, buffer, buffer.length, 0);
    // The kernel drops reports when they are not read in time: those ends are then missing, and their flows are not judged.
    if (length < 0 && koffi.errno() === koffi.os.errno['ENOBUFS']) continue;
    if (length <= 0) return closed;
    const messages = parseMessages(Buffer.from(buffer.subarray(0, length)));
    closed.push(...messages.filter(({ type }) => type === SOCK_DIAG_BY_FAMILY).map(decodeSocket));
  }
};

const recv: (fd: number, buffer: Buffer, length: number, flags: number) => number = libc.func(
  'long recv(int fd, void *buffer, size_t length, int flags)',
);

/** Shared by all readings, which copy from it. */
const buffer = Buffer.allocUnsafeSlow(8192);

/** include/uapi/asm-generic/socket.h */
const SO_COOKIE = 57;
/** `struct sockaddr_nl` with the groups SKNLGRP_INET_TCP_DESTROY (1) to SKNLGRP_INET6_UDP_DESTROY (4) of include/uapi/linux/sock_diag.h. */
const destroyGroups = (protocol: SocketProtocol): Buffer => {
  const address = Buffer.alloc(12);
  address.writeUInt16LE(AF_NETLINK, 0);
  address.writeUInt32LE(protocol === 'tcp' ? (1 << 0) | (1 << 2) : (1 << 1) | (1 << 3), 8);
  return address;
};
