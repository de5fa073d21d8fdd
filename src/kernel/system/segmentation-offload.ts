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
): Promise<void> => forEachInterface(namespace, interfaces, ETHTOOL_STSO).then(() => {});

/** Keeps tunnels from merging received packets, which would go on in packets of tens of kilobytes (measured). */
export const disableReceiveOffload = (
  namespace: string,
  interfaces: readonly { readonly name: string }[],
): Promise<void> => forEachInterface(namespace, interfaces, ETHTOOL_SGRO).then(() => {});

/** Returns the interfaces that may send packets larger than the wire carries. */
export const withSegmentationOffload = async (
  namespace: string,
  interfaces: readonly { readonly name: string }[],
): Promise<ReadonlySet<string>> => {
  const values = await forEachInterface(namespace, interfaces, ETHTOOL_GTSO);
  return new Set([...values].filter(([, value]) => value === 1).map(([name]) => name));
};

/** Performs an ethtool command with the value 0 on each interface; resolves with the values afterwards, by name. */
const forEachInterface = async (
  namespace: string,
  interfaces: readonly { readonly name: string }[],
  command: number,
): Promise<ReadonlyMap<string, number>> => {
  const fd = inNamespace(namespace, () =>
    checkResult('socket', socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0), 'the settings of interfaces'),
  );
  const values = new Map<string, number>();
  try {
    // In the thread pool, since it waits for the kernel's one rtnl lock while other labs are built; the socket belongs to its namespace.
    for (const { name } of interfaces) {
      const request = ethtoolRequest(name, command);
      checkResult('ioctl', await ioctlLater(fd, SIOCETHTOOL, request), `offload of ${name}`);
      values.set(name, request.readUInt32LE(ifreqBytes + 4));
    }
    return values;
  } finally {
    closeSync(fd);
  }
};

/**
 * `struct ifreq`, the interface name and a pointer, followed by what it points to, `struct ethtool_value`: a command and its value. In one
 * buffer, since nothing else keeps the second from the garbage collector.
 */
const ethtoolRequest = (name: string, command: number): Buffer => {
  const request = Buffer.alloc(ifreqBytes + 8);
  request.write(name, 'latin1');
  request.writeBigUInt64LE(koffi.address(request) + BigInt(ifreqBytes), 16);
  request.writeUInt32LE(command, ifreqBytes);
  return request;
};

const ifreqBytes = 40;

const ioctl: ForeignCall<[fd: number, request: number, value: Buffer]> = libc.func(
  'int ioctl(int fd, unsigned long request, void *value)',
);
const ioctlLater = inThreadPool(ioctl);

// include/uapi: linux/sockios.h, linux/ethtool.h
const SIOCETHTOOL = 0x8946;
const [ETHTOOL_GTSO, ETHTOOL_STSO, ETHTOOL_SGRO] = [0x1e, 0x1f, 0x2c];
