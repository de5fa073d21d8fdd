import { closeSync } from 'node:fs';
import koffi from 'koffi';
import type { NodeView } from '../../words/lab/node-view.ts';
import { checkResult, libc } from '../system/libc.ts';
import { inNamespace } from '../system/network-namespace.ts';
import { socket } from '../system/socket-calls.ts';
import { AF_INET, SOCK_CLOEXEC, SOCK_DGRAM } from '../system/socket-constants.ts';
import { inThreadPool } from '../system/thread-pool.ts';
import type { ForeignCall } from '../system/thread-pool.ts';

/**
 * Makes every packet leave these interfaces in its size on the wire, as with a network card: TCP still builds larger packets, and the
 * kernel segments them before the veth. Otherwise captures show packets that no link carries, and they pass mismatched MTUs.
 */
export const disableSegmentationOffload = async (
  namespace: string,
  interfaces: NodeView['interfaces'],
): Promise<void> => {
  const fd = inNamespace(namespace, () =>
    checkResult('socket', socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0), 'the settings of interfaces'),
  );
  try {
    // In the thread pool, since it waits for the kernel's one rtnl lock while other labs are built; the socket belongs to its namespace.
    for (const { name } of interfaces)
      checkResult('ioctl', await ioctlLater(fd, SIOCETHTOOL, request(name)), `offload of ${name}`);
  } finally {
    closeSync(fd);
  }
};

/** `struct ifreq`: the interface name, then a pointer. */
const request = (name: string): Buffer => {
  const ifreq = Buffer.alloc(40);
  ifreq.write(name, 'latin1');
  ifreq.writeBigUInt64LE(koffi.address(tsoOff), 16);
  return ifreq;
};

const ioctl: ForeignCall<[fd: number, request: number, value: Buffer]> = libc.func(
  'int ioctl(int fd, unsigned long request, void *value)',
);
const ioctlLater = inThreadPool(ioctl);

// include/uapi: linux/sockios.h, linux/ethtool.h
const SIOCETHTOOL = 0x8946;
/** `struct ethtool_value`: ETHTOOL_STSO, 0. */
const tsoOff = Buffer.from(Uint32Array.from([0x1f, 0]).buffer);
