import { libc } from './libc.ts';
import type { ForeignCall } from './thread-pool.ts';

/** socket(2): a new descriptor, in the network namespace that the thread is in. */
export const socket: (family: number, type: number, protocol: number) => number = libc.func(
  'int socket(int family, int type, int protocol)',
);

/** bind(2) */
export const bind: (fd: number, address: Buffer, length: number) => number = libc.func(
  'int bind(int fd, const void *address, uint32_t length)',
);

/** getsockname(2): `length` is a list of one number, in and out. */
export const getsockname: (fd: number, address: Buffer, length: number[]) => number = libc.func(
  'int getsockname(int fd, void *address, _Inout_ uint32_t *length)',
);

/** setsockopt(2) */
export const setsockopt: ForeignCall<[fd: number, level: number, option: number, value: Buffer, length: number]> =
  libc.func('int setsockopt(int fd, int level, int option, const void *value, uint32_t length)');

/** recvfrom(2): the address of the sender, or of the interface of a packet socket, is written to `address`. */
export const recvfrom: (
  fd: number,
  buffer: Buffer,
  length: number,
  flags: number,
  address: Buffer,
  addressLength: number[],
) => number = libc.func(
  'long recvfrom(int fd, void *buffer, size_t length, int flags, void *address, _Inout_ uint32_t *addressLength)',
);

/** getsockopt(2): `length` is a list of one number, in and out. */
export const getsockopt: (fd: number, level: number, option: number, value: Buffer, length: number[]) => number =
  libc.func('int getsockopt(int fd, int level, int option, void *value, _Inout_ uint32_t *length)');

/** connect(2) */
export const connect: (fd: number, address: Buffer, length: number) => number = libc.func(
  'int connect(int fd, const void *address, uint32_t length)',
);

/** sendto(2): a connected socket takes no address, and length 0. */
export const sendto: (
  fd: number,
  buffer: Uint8Array,
  length: number,
  flags: number,
  address: Buffer | null,
  addressLength: number,
) => number = libc.func(
  'long sendto(int fd, const void *buffer, size_t length, int flags, const void *address, uint32_t addressLength)',
);

/** recvmsg(2): `header` is a `struct msghdr`. */
export const recvmsg: (fd: number, header: Buffer, flags: number) => number = libc.func(
  'long recvmsg(int fd, void *header, int flags)',
);
