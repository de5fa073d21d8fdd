import { getSystemErrorName } from 'node:util';
import ipaddr from 'ipaddr.js';
import koffi from 'koffi';
import type { SocketError } from '../../words/lab/datagrams.ts';
import { AF_INET, AF_INET6 } from './socket-constants.ts';
import { recvmsg } from './socket-calls.ts';

/** An error of a socket, with what the ICMP message quotes of the payload that caused it: nothing for a local error. */
export interface QueuedError extends SocketError {
  readonly quoted: Uint8Array;
}

/** Takes all errors off the queue of a socket with IP_RECVERR or IPV6_RECVERR, which also clears its pending error. */
export const takeErrors = (fd: number): readonly QueuedError[] => {
  const errors: QueuedError[] = [];
  for (let error = takeError(fd); error; error = takeError(fd)) errors.push(error);
  return errors;
};

const takeError = (fd: number): QueuedError | undefined => {
  const [payload, control] = [Buffer.alloc(65_535), Buffer.alloc(512)];
  // struct msghdr: no name; one iovec; the control messages. The iovec follows it, so that the garbage collector takes neither.
  const header = Buffer.alloc(messageHeaderBytes + 16);
  header.writeBigUInt64LE(koffi.address(payload), messageHeaderBytes);
  header.writeBigUInt64LE(BigInt(payload.length), messageHeaderBytes + 8);
  header.writeBigUInt64LE(koffi.address(header) + BigInt(messageHeaderBytes), 16);
  header.writeBigUInt64LE(1n, 24);
  header.writeBigUInt64LE(koffi.address(control), 32);
  header.writeBigUInt64LE(BigInt(control.length), 40);
  const length = recvmsg(fd, header, MSG_ERRQUEUE | MSG_DONTWAIT);
  if (length < 0) return undefined;
  return decodeError(control.subarray(0, Number(header.readBigUInt64LE(40))), payload.subarray(0, length));
};

/** Decodes the control messages of one queued error: `struct cmsghdr`, `struct sock_extended_err`, the address of the offender. */
export const decodeError = (control: Buffer, quoted: Uint8Array): QueuedError => {
  const data = control.subarray(16, Number(control.readBigUInt64LE(0)));
  const [origin, type, code] = data.subarray(4, 7) as unknown as readonly [number, number, number];
  const error = getSystemErrorName(-data.readUInt32LE(0));
  const [mtu, offender] = [data.readUInt32LE(8), addressIn(data.subarray(16))];
  return {
    ...{ error, origin: origin === SO_EE_ORIGIN_LOCAL ? 'local' : 'icmp', type, code, quoted },
    ...(error === 'EMSGSIZE' && { mtu }),
    ...(offender !== undefined && { offender }),
  };
};

const addressIn = (address: Buffer): string | undefined => {
  const family = address.length >= 16 ? address.readUInt16LE(0) : 0;
  if (family === AF_INET) return ipaddr.fromByteArray([...address.subarray(4, 8)]).toString();
  return family === AF_INET6 ? ipaddr.fromByteArray([...address.subarray(8, 24)]).toString() : undefined;
};

// include/linux/socket.h, include/uapi/linux/errqueue.h
const [MSG_DONTWAIT, MSG_ERRQUEUE] = [0x40, 0x2000];
const messageHeaderBytes = 56;
const SO_EE_ORIGIN_LOCAL = 1;
