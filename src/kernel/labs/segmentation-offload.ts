import { closeSync } from 'node:fs';
import koffi from 'koffi';
import type { NodeView } from '../../words/lab/node-view.ts';
import { inThreadPool } from '../captures/packet-socket.ts';
import type { ForeignCall } from '../captures/packet-socket.ts';
import { inNamespace, libc, checkResult } from '../system/sockets.ts';

/**
 * Makes every packet leave these interfaces in its size on the wire, as with a network card: TCP still builds larger packets, and the
 * kernel segments them before the veth. Otherwise captures show packets that no link carries, and they pass mismatched MTUs.
 */
export const disableSegmentationOffload = async (
  namespace: string,
  interfaces: NodeView['interfaces'],
): Promise<void> => {
  const fd = inNamespace(namespace, () =>
    checkResult('socket', socket(AF_INET, SOCK_DGRAM, 0), 'the settings of interfaces'),
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

const socket: (family: number, type: number, protocol: number) => number = libc.func(
  'int socket(int family, int type, int protocol)',
);
const ioctl: ForeignCall<[fd: number, request: number, value: Buffer]> = libc.func(
  'int ioctl(int fd, unsigned long request, void *value)',
);
const ioctlLater = inThreadPool(ioctl);

// include/uapi: linux/sockios.h, linux/ethtool.h
const [AF_INET, SOCK_DGRAM] = [2, 2 | 0o2000000];
const SIOCETHTOOL = 0x8946;
/** `struct ethtool_value`: ETHTOOL_STSO, 0. */
const tsoOff = Buffer.from(Uint32Array.from([0x1f, 0]).buffer);
