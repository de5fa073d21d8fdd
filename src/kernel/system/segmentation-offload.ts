import { closeSync } from 'node:fs';
import koffi from 'koffi';
import { checkResult, libc } from './libc.ts';
import { inNamespace } from './network-namespace.ts';
import { socket } from './socket-calls.ts';
import { AF_INET, SOCK_CLOEXEC, SOCK_DGRAM } from './socket-constants.ts';
import { inThreadPool } from './thread-pool.ts';
import type { ForeignCall } from './thread-pool.ts';

/**
 * Makes every packet leave these interfaces in its size on the wire, as with a network card: TCP still builds larger packets, and the
 * kernel segments them before the veth. Otherwise captures show packets that no link carries, and they pass mismatched MTUs.
 */
export const disableSegmentationOffload = (
  namespace: string,
  interfaces: readonly { readonly name: string }[],
): Promise<void> => forEachInterface(namespace, interfaces, () => ethtoolValue(ETHTOOL_STSO));

/** Keeps tunnels from merging received packets, which would go on in packets of tens of kilobytes (measured). */
export const disableReceiveOffload = (
  namespace: string,
  interfaces: readonly { readonly name: string }[],
): Promise<void> => forEachInterface(namespace, interfaces, () => ethtoolValue(ETHTOOL_SGRO));

/** Returns the interfaces that may send packets larger than the wire carries. */
export const withSegmentationOffload = async (
  namespace: string,
  interfaces: readonly { readonly name: string }[],
): Promise<ReadonlySet<string>> => {
  const values = new Map(interfaces.map(({ name }) => [name, ethtoolValue(ETHTOOL_GTSO)]));
  await forEachInterface(namespace, interfaces, (name) => values.get(name)!);
  return new Set([...values].filter(([, value]) => value.readUInt32LE(4) === 1).map(([name]) => name));
};

const forEachInterface = async (
  namespace: string,
  interfaces: readonly { readonly name: string }[],
  valueOf: (name: string) => Buffer,
): Promise<void> => {
  const fd = inNamespace(namespace, () =>
    checkResult('socket', socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0), 'the settings of interfaces'),
  );
  try {
    // In the thread pool, since it waits for the kernel's one rtnl lock while other labs are built; the socket belongs to its namespace.
    for (const { name } of interfaces) {
      const value = valueOf(name);
      checkResult('ioctl', await ioctlLater(fd, SIOCETHTOOL, request(name, value)), `offload of ${name}`);
    }
  } finally {
    closeSync(fd);
  }
};

/** `struct ifreq`: the interface name, then a pointer. */
const request = (name: string, value: Buffer): Buffer => {
  const ifreq = Buffer.alloc(40);
  ifreq.write(name, 'latin1');
  ifreq.writeBigUInt64LE(koffi.address(value), 16);
  return ifreq;
};

/** `struct ethtool_value`: a command and its value, 0. */
const ethtoolValue = (command: number): Buffer => Buffer.from(Uint32Array.from([command, 0]).buffer);

const ioctl: ForeignCall<[fd: number, request: number, value: Buffer]> = libc.func(
  'int ioctl(int fd, unsigned long request, void *value)',
);
const ioctlLater = inThreadPool(ioctl);

// include/uapi: linux/sockios.h, linux/ethtool.h
const SIOCETHTOOL = 0x8946;
const [ETHTOOL_GTSO, ETHTOOL_STSO, ETHTOOL_SGRO] = [0x1e, 0x1f, 0x2c];
