import { encodeAttribute, requestObject } from './netlink.ts';
import type { NetlinkExchange } from './netlink.ts';
import { int32s } from './libc.ts';

/**
 * The index of an interface (RTM_GETLINK), or undefined. Unlike a dump this makes the kernel finish the change of its carrier, which it
 * may put off for a second; meanwhile IPv6 would have no link-local address there (measured with Linux 6.18).
 */
export const interfaceIndex = (exchange: NetlinkExchange, name: string): number | undefined =>
  requestObject(
    exchange,
    RTM_GETLINK,
    Buffer.concat([
      ...[Buffer.alloc(ifinfomsgBytes), encodeAttribute(IFLA_IFNAME, Buffer.from(`${name}\0`))],
      encodeAttribute(IFLA_EXT_MASK, int32s(RTEXT_FILTER_SKIP_STATS)),
    ]),
  )?.payload.readInt32LE(4);

// include/uapi/linux/rtnetlink.h, if_link.h
const RTM_GETLINK = 18;
const [IFLA_IFNAME, IFLA_EXT_MASK, RTEXT_FILTER_SKIP_STATS] = [3, 29, 8];
const ifinfomsgBytes = 16;
