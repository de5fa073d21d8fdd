import ipaddr from 'ipaddr.js';
import { closeSync } from 'node:fs';
import type { Family } from '../../evidence/family.ts';
import { tcpInfoBytes } from '../../evidence/sockets/tcp-info.ts';
import { checkResult, int32s } from './libc.ts';
import { inNamespace } from './network-namespace.ts';
import { socketAddress } from './socket-address.ts';
import { bind, getsockname, getsockopt, setsockopt, socket } from './socket-calls.ts';
import { addressFamilies, SOCK_CLOEXEC, SOCK_NONBLOCK, SOCK_STREAM, SOL_SOCKET } from './socket-constants.ts';

/** Opens a TCP socket in a namespace, bound to `address` and `port`; pass the descriptor to `new net.Socket({ fd })`. */
export const tcpSocketIn = ({ namespace, family, address, port }: Binding): number =>
  inNamespace(namespace, () => boundSocket({ family, address, port }));

/** Opens a TCP socket in a namespace that the kernel gives an address and a port when it connects. */
export const unboundTcpSocketIn = (namespace: string, family: Family): number =>
  inNamespace(namespace, () => checkResult('socket', socket(addressFamilies[family], streamType, 0), family));

/** Returns the local address and port of a socket; undefined when it is closed, and port 0 while it has none. */
export const localEndOf = (fd: number | undefined): LocalEnd | undefined => {
  const address = Buffer.alloc(28);
  if (fd === undefined || getsockname(fd, address, [address.length]) !== 0) return undefined;
  const isIpv4 = address.readUInt16LE(0) === addressFamilies.ipv4;
  const bytes = isIpv4 ? address.subarray(4, 8) : address.subarray(8, 24);
  return {
    address: isIpv4 ? bytes.join('.') : new ipaddr.IPv6([...bytes]).toRFC5952String(),
    port: address.readUInt16BE(2),
  };
};

export interface LocalEnd {
  readonly address: string;
  readonly port: number;
}

/** Opens a TCP socket in a namespace, bound to `port` of every IPv6 and IPv4 address; for `server.listen({ fd })`. */
export const listenerIn = (namespace: string, port: number): number =>
  inNamespace(namespace, () => boundSocket({ family: 'ipv6', address: '::', port }));

/** Returns the `struct tcp_info` of a descriptor as the kernel writes it, or undefined when it is not (or no longer) a TCP socket. */
export const tcpInfoOf = (fd: number): Buffer | undefined => {
  const info = Buffer.alloc(tcpInfoBytes);
  const length = [info.length];
  return getsockopt(fd, IPPROTO_TCP, TCP_INFO, info, length) === 0 ? info.subarray(0, length[0]) : undefined;
};

/** Makes closing the descriptor send an RST and discard unsent bytes (SO_LINGER 1,0). */
export const resetOnClose = (fd: number): void => {
  setsockopt(fd, SOL_SOCKET, SO_LINGER, int32s(1, 0), 8);
};

/**
 * Makes an idle socket send a small probe each second, which its peer must answer with a small ACK; or stops that without disturbing the flow.
 * The options come first, since SO_KEEPALIVE starts its timer with the current interval. 127 probes, so that a dead path does not reset the flow.
 */
export const setKeepaliveProbes = (fd: number, on: boolean): void => {
  const seconds = [TCP_KEEPIDLE, TCP_KEEPINTVL] as const;
  for (const option of seconds) setsockopt(fd, IPPROTO_TCP, option, int32s(1), 4);
  setsockopt(fd, IPPROTO_TCP, TCP_KEEPCNT, int32s(127), 4);
  setsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, int32s(on ? 1 : 0), 4);
};

/** Returns the keepalive settings of a socket, for `restoreKeepalive`. */
export const keepaliveOf = (fd: number): readonly KeepaliveOption[] =>
  keepaliveOptions.map(([level, option]) => {
    const value = Buffer.alloc(4);
    getsockopt(fd, level, option, value, [value.length]);
    return { level, option, value };
  });

/** Gives a socket the keepalive settings that it had before. */
export const restoreKeepalive = (fd: number, options: readonly KeepaliveOption[]): void => {
  for (const { level, option, value } of options) setsockopt(fd, level, option, value, value.length);
};

interface KeepaliveOption {
  readonly level: number;
  readonly option: number;
  readonly value: Buffer;
}

interface Binding {
  /** Path of the network namespace. */
  readonly namespace: string;
  readonly family: Family;
  readonly address: string;
  readonly port: number;
}

const boundSocket = ({ family, address, port }: Omit<Binding, 'namespace'>): number => {
  const fd = checkResult('socket', socket(addressFamilies[family], streamType, 0), family);
  try {
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, int32s(1), 4);
    if (address === '::') setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, int32s(0), 4);
    const encoded = socketAddress(family, address, port);
    checkResult('bind', bind(fd, encoded, encoded.length), `${address} port ${port}`);
    return fd;
  } catch (error) {
    closeSync(fd);
    throw error;
  }
};

const streamType = SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC;

// include/uapi: asm-generic/socket.h, linux/in.h, linux/in6.h, linux/tcp.h
const [SO_REUSEADDR, SO_KEEPALIVE, SO_LINGER] = [2, 9, 13];
const [IPPROTO_TCP, TCP_KEEPIDLE, TCP_KEEPINTVL, TCP_KEEPCNT, TCP_INFO] = [6, 4, 5, 6, 11];
/** SO_KEEPALIVE comes last, since it starts the timer with the interval that is set. */
const keepaliveOptions = [
  ...[TCP_KEEPIDLE, TCP_KEEPINTVL, TCP_KEEPCNT].map((option) => [IPPROTO_TCP, option] as const),
  [SOL_SOCKET, SO_KEEPALIVE] as const,
];
const [IPPROTO_IPV6, IPV6_V6ONLY] = [41, 26];
