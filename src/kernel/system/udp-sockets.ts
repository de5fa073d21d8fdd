import { closeSync } from 'node:fs';
import type { Family } from '../../evidence/family.ts';
import { checkResult } from './libc.ts';
import { inNamespace } from './network-namespace.ts';
import { socketAddress } from './socket-address.ts';
import { bind, socket } from './socket-calls.ts';
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

interface Binding {
  /** Path of the network namespace. */
  readonly namespace: string;
  readonly family: Family;
  readonly address: string;
  readonly port: number;
}
