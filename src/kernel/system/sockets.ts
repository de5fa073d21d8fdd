import { closeSync, openSync } from 'node:fs';
import { getSystemErrorName } from 'node:util';
import ipaddr from 'ipaddr.js';
import koffi from 'koffi';
import type { Family } from '../../evidence/family.ts';
import { tcpInfoBytes } from '../../evidence/sockets/tcp-info.ts';
import { MachineError } from './machine-error.ts';
import type { NetlinkExchange, netlinkProtocols } from './netlink.ts';

/**
 * Runs `fn` with the main thread inside the network namespace at `path`, and comes back.
 * Synchronous on purpose: what Node does in a later tick, or in its thread pool, happens in the engine's own namespace.
 */
export const inNamespace = <T>(path: string, fn: () => T): T => {
  const target = openSync(path, 'r');
  try {
    checkResult('setns', setns(target, CLONE_NEWNET), path);
    return fn();
  } finally {
    closeSync(target);
    checkResult('setns', setns(home(), CLONE_NEWNET), 'the way back'); // setns to where we are already does nothing
  }
};

/** A TCP descriptor made inside a namespace and bound to `address` and `port`; hand it to `new net.Socket({ fd })`. */
export const tcpSocketIn = ({ namespace, family, address, port }: Binding): number =>
  inNamespace(namespace, () => bound({ family, address, port }));

/** A descriptor bound to `port` of every address of both protocols, for `server.listen({ fd })`. */
export const listenerIn = (namespace: string, port: number): number =>
  inNamespace(namespace, () => bound({ family: 'ipv6', address: '::', port }));

/** Asks the kernel inside a namespace by netlink: one request, and every datagram of its answer up to the end of the dump. */
export const netlinkIn = <T>({ namespace, protocol }: Netlink, fn: (exchange: NetlinkExchange) => T): T => {
  const fd = inNamespace(namespace, () => checkResult('socket', socket(AF_NETLINK, SOCK_RAW, protocol), 'netlink'));
  try {
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, Buffer.from(BigInt64Array.from([1n, 0n]).buffer), 16); // the kernel answers at once
    return fn((request) => {
      checkResult('send', send(fd, request, request.length, 0), 'netlink');
      return answers(fd);
    });
  } finally {
    closeSync(fd);
  }
};

/** `struct tcp_info` of a TCP descriptor as the kernel gives it; undefined when the descriptor is no TCP socket (any more). */
export const tcpInfoOf = (fd: number): Buffer | undefined => {
  const raw = Buffer.alloc(tcpInfoBytes);
  const length = [raw.length];
  return getsockopt(fd, IPPROTO_TCP, TCP_INFO, raw, length) === 0 ? raw.subarray(0, length[0]) : undefined;
};

/** From now on closing the descriptor sends an RST and forgets what was unsent (SO_LINGER 1,0). */
export const resetOnClose = (fd: number): void => {
  setsockopt(fd, SOL_SOCKET, SO_LINGER, int32s(1, 0), 8);
};

/**
 * Makes an idle end send a small probe each second, which its peer must answer with a small ACK; off again without disturbing the flow.
 * Settings first: SO_KEEPALIVE starts the timer with the interval that stands. 127 probes, so that a dead path does not reset the flow.
 */
export const setKeepaliveProbes = (fd: number, on: boolean): void => {
  const seconds = [TCP_KEEPIDLE, TCP_KEEPINTVL] as const;
  for (const option of seconds) setsockopt(fd, IPPROTO_TCP, option, int32s(1), 4);
  setsockopt(fd, IPPROTO_TCP, TCP_KEEPCNT, int32s(127), 4);
  setsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, int32s(on ? 1 : 0), 4);
};

export interface Netlink {
  readonly namespace: string;
  readonly protocol: (typeof netlinkProtocols)[keyof typeof netlinkProtocols];
}

export interface Binding {
  /** Path of the network namespace. */
  readonly namespace: string;
  readonly family: Family;
  readonly address: string;
  readonly port: number;
}

const bound = ({ family, address, port }: Omit<Binding, 'namespace'>): number => {
  const fd = checkResult('socket', socket(family === 'ipv6' ? AF_INET6 : AF_INET, STREAM, 0), family);
  try {
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, int32s(1), 4);
    if (address === '::') setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, int32s(0), 4);
    const name = socketAddress(family, address, port);
    checkResult('bind', bind(fd, name, name.length), `${address} port ${port}`);
    return fd;
  } catch (problem) {
    closeSync(fd);
    throw problem;
  }
};

const answers = (fd: number): readonly Buffer[] => {
  const datagrams: Buffer[] = [];
  for (;;) {
    const datagram = Buffer.from(room.subarray(0, checkResult('recv', recv(fd, room, room.length, 0), 'netlink')));
    datagrams.push(datagram);
    if (lastOf(datagram)) return datagrams;
  }
};

/** More than the kernel puts into one datagram of a dump; one for all, since an answer is mostly short. */
const room = Buffer.allocUnsafeSlow(65536);

/** NLMSG_ERROR (2) and NLMSG_DONE (3) end an answer. */
const lastOf = (datagram: Buffer): boolean => {
  for (let at = 0; at + 16 <= datagram.length; at += (datagram.readUInt32LE(at) + 3) & ~3)
    if ([2, 3].includes(datagram.readUInt16LE(at + 4))) return true;
  return datagram.length === 0;
};

/** `struct sockaddr_in6` or `sockaddr_in`: the family in host order, the port in network order. */
const socketAddress = (family: Family, address: string, port: number): Buffer => {
  const name = Buffer.alloc(family === 'ipv6' ? 28 : 16);
  name.writeUInt16LE(family === 'ipv6' ? AF_INET6 : AF_INET, 0);
  name.writeUInt16BE(port, 2);
  name.set(ipaddr.parse(address).toByteArray(), family === 'ipv6' ? 8 : 4);
  return name;
};

/** C integers of 32 bits in the order of the machine. */
export const int32s = (...values: readonly number[]): Buffer => Buffer.from(Int32Array.from(values).buffer);

/** The result of a call of libc, or a MachineError that tells its errno. */
export const checkResult = (call: string, result: number, what: string): number => {
  if (result >= 0) return result;
  throw new MachineError({ what: `${call} failed for ${what}: ${getSystemErrorName(-koffi.errno())}` });
};

/** The C library of this process. */
export const libc = koffi.load(null);
const setns: (fd: number, kind: number) => number = libc.func('int setns(int fd, int kind)');
const socket: (family: number, type: number, protocol: number) => number = libc.func(
  'int socket(int family, int type, int protocol)',
);
const bind: (fd: number, name: Buffer, length: number) => number = libc.func(
  'int bind(int fd, const void *name, uint32_t length)',
);
const setsockopt: (fd: number, level: number, option: number, value: Buffer, length: number) => number = libc.func(
  'int setsockopt(int fd, int level, int option, const void *value, uint32_t length)',
);
const send: (fd: number, message: Buffer, length: number, flags: number) => number = libc.func(
  'long send(int fd, const void *message, size_t length, int flags)',
);
const recv: (fd: number, room: Buffer, length: number, flags: number) => number = libc.func(
  'long recv(int fd, void *room, size_t length, int flags)',
);
const getsockopt: (fd: number, level: number, option: number, value: Buffer, length: number[]) => number = libc.func(
  'int getsockopt(int fd, int level, int option, void *value, _Inout_ uint32_t *length)',
);

let ownNamespace: number | undefined;
/** Opened once, before the first journey, and never closed. */
const home = (): number => (ownNamespace ??= openSync('/proc/self/ns/net', 'r'));
home();

// include/uapi: linux/sched.h, asm-generic/socket.h, linux/in.h, linux/tcp.h
const CLONE_NEWNET = 0x40000000;
const [AF_INET, AF_INET6] = [2, 10];
const STREAM = 1 | 0o4000 | 0o2000000; // SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC
const AF_NETLINK = 16;
const SOCK_RAW = 3 | 0o2000000; // SOCK_RAW | SOCK_CLOEXEC
const SO_RCVTIMEO = 20;
const [SOL_SOCKET, SO_REUSEADDR, SO_KEEPALIVE, SO_LINGER] = [1, 2, 9, 13];
const [IPPROTO_TCP, TCP_KEEPIDLE, TCP_KEEPINTVL, TCP_KEEPCNT, TCP_INFO] = [6, 4, 5, 6, 11];
const [IPPROTO_IPV6, IPV6_V6ONLY] = [41, 26];
