import { closeSync } from 'node:fs';
import { getSystemErrorName } from 'node:util';
import koffi from 'koffi';
import type { Family } from '../../evidence/family.ts';
import { discoveries } from '../../words/lab/datagrams.ts';
import type { Discovery } from '../../words/lab/datagrams.ts';
import { checkResult, int32s } from './libc.ts';
import { inNamespace } from './network-namespace.ts';
import { socketAddress } from './socket-address.ts';
import { bind, connect, getsockopt, recvfrom, sendto, setsockopt, socket } from './socket-calls.ts';
import { addressFamilies, SOCK_CLOEXEC, SOCK_DGRAM, SOCK_NONBLOCK } from './socket-constants.ts';

/** Opens a UDP socket in a namespace, bound to `address` and `port`; a Node socket takes it by `bind({ fd })`. */
export const udpSocketIn = ({ namespace, family, address, port }: Binding): number => {
  const type = SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC;
  const fd = inNamespace(namespace, () => checkResult('socket', socket(addressFamilies[family], type, 0), family));
  try {
    const encoded = socketAddress(family, address, port);
    checkResult('bind', bind(fd, encoded, encoded.length), `${address} port ${port}`);
    return fd;
  } catch (error) {
    closeSync(fd);
    throw error;
  }
};

/** Opens a UDP socket of a client: bound, with its errors queued, and its way of path MTU discovery. */
export const udpClientIn = ({ discovery, ...binding }: Client): number => {
  const fd = udpSocketIn(binding);
  const { level, mtuDiscover, receiveErrors } = options[binding.family];
  const set = (option: number, value: number, name: string): number =>
    checkResult('setsockopt', setsockopt(fd, level, option, int32s(value), 4), name);
  try {
    set(mtuDiscover, discoveries.indexOf(discovery), `path MTU discovery ${discovery}`);
    set(receiveErrors, 1, 'the error queue');
    return fd;
  } catch (error) {
    closeSync(fd);
    throw error;
  }
};

/** Connects a socket to an encoded address; returns the name of the error that the kernel gave, such as that of a missing route. */
export const connectDatagrams = (fd: number, to: Buffer): string | undefined =>
  connect(fd, to, to.length) < 0 ? getSystemErrorName(-koffi.errno()) : undefined;

/** Returns the path MTU that a connected socket sees (IP_MTU, IPV6_MTU); null for one that is not connected. */
export const pathMtuOf = (fd: number, family: Family): number | null => {
  const value = Buffer.alloc(4);
  const { level, mtu } = options[family];
  return getsockopt(fd, level, mtu, value, [4]) === 0 ? value.readInt32LE(0) : null;
};

/** Sets the hop limit (TTL) of what a socket sends. */
export const setHopLimit = (fd: number, family: Family, hops: number): void => {
  const { level, hopLimit } = options[family];
  checkResult('setsockopt', setsockopt(fd, level, hopLimit, int32s(hops), 4), `hop limit ${hops}`);
};

/** Sends a datagram at once, to `to` or to the peer of the socket; returns the name of the error that the kernel gave. */
export const sendDatagram = (fd: number, payload: Uint8Array, to: Buffer | null): string | undefined =>
  sendto(fd, payload, payload.length, 0, to, to?.length ?? 0) < 0 ? getSystemErrorName(-koffi.errno()) : undefined;

/** Returns the next datagram that has arrived, with the address of its sender as the kernel encodes it; undefined without one. */
export const receiveDatagram = (fd: number): ReceivedDatagram | undefined => {
  const [payload, from, length] = [Buffer.alloc(65_535), Buffer.alloc(28), [28]];
  const bytes = recvfrom(fd, payload, payload.length, 0, from, length);
  return bytes < 0 ? undefined : { payload: payload.subarray(0, bytes), from: from.subarray(0, length[0]) };
};

export interface ReceivedDatagram {
  readonly payload: Buffer;
  readonly from: Buffer;
}

interface Client extends Binding {
  readonly discovery: Discovery;
}

type SocketOption = 'level' | 'hopLimit' | 'mtuDiscover' | 'receiveErrors' | 'mtu';

// include/uapi/linux: in.h, in6.h
const options: Readonly<Record<Family, Readonly<Record<SocketOption, number>>>> = {
  ipv4: { level: 0, hopLimit: 2, mtuDiscover: 10, receiveErrors: 11, mtu: 14 },
  ipv6: { level: 41, hopLimit: 16, mtuDiscover: 23, receiveErrors: 25, mtu: 24 },
};

interface Binding {
  /** Path of the network namespace. */
  readonly namespace: string;
  readonly family: Family;
  readonly address: string;
  readonly port: number;
}
