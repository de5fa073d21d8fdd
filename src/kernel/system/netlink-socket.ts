import { closeSync } from 'node:fs';
import { checkResult, int32s, libc } from './libc.ts';
import { endsAnswer } from './netlink.ts';
import type { NetlinkExchange, netlinkProtocols } from './netlink.ts';
import { inNamespace } from './network-namespace.ts';
import { setsockopt, socket } from './socket-calls.ts';
import { AF_NETLINK, SOCK_CLOEXEC, SOCK_RAW, SOL_SOCKET } from './socket-constants.ts';

/** Opens a netlink socket inside a namespace for the duration of `fn`, which exchanges requests for complete answers. */
export const netlinkIn = <T>({ namespace, protocol }: NetlinkSocket, fn: (exchange: NetlinkExchange) => T): T => {
  const fd = inNamespace(namespace, () =>
    checkResult('socket', socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, protocol), 'netlink'),
  );
  try {
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, oneSecond, oneSecond.length); // the kernel answers at once
    setsockopt(fd, SOL_NETLINK, NETLINK_EXT_ACK, int32s(1), 4);
    return fn((request) => {
      checkResult('send', send(fd, request, request.length, 0), 'netlink');
      return receiveAnswer(fd);
    });
  } finally {
    closeSync(fd);
  }
};

interface NetlinkSocket {
  /** Path of the network namespace. */
  readonly namespace: string;
  readonly protocol: (typeof netlinkProtocols)[keyof typeof netlinkProtocols];
}

const receiveAnswer = (fd: number): readonly Buffer[] => {
  const datagrams: Buffer[] = [];
  for (;;) {
    const length = checkResult('recv', recv(fd, receiveBuffer, receiveBuffer.length, 0), 'netlink');
    const datagram = Buffer.from(receiveBuffer.subarray(0, length));
    datagrams.push(datagram);
    if (endsAnswer(datagram)) return datagrams;
  }
};

/** Larger than any datagram of a dump; shared, and copied from, since most answers are short. */
const receiveBuffer = Buffer.allocUnsafeSlow(65536);

const send: (fd: number, message: Buffer, length: number, flags: number) => number = libc.func(
  'long send(int fd, const void *message, size_t length, int flags)',
);
const recv: (fd: number, buffer: Buffer, length: number, flags: number) => number = libc.func(
  'long recv(int fd, void *buffer, size_t length, int flags)',
);

/** include/uapi/asm-generic/socket.h */
const SO_RCVTIMEO = 20;
/** include/linux/socket.h, and include/uapi/linux/netlink.h: the reasons of refusals as text */
const [SOL_NETLINK, NETLINK_EXT_ACK] = [270, 11];
/** `struct timeval` */
const oneSecond = Buffer.from(BigInt64Array.from([1n, 0n]).buffer);
