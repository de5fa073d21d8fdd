import { attributes, dump } from './netlink.ts';
import type { NetlinkExchange } from './netlink.ts';

/** The interfaces of a namespace by their index: `struct ifinfomsg`, then IFLA_IFNAME. */
export const interfaceNames = (exchange: NetlinkExchange): ReadonlyMap<number, string> =>
  new Map(
    dump(exchange, getLink, Buffer.alloc(16)).map(({ payload }) => {
      const name = attributes(payload.subarray(16)).get(3)?.toString('latin1').replace(/\0.*$/s, '');
      return [payload.readInt32LE(4), name ?? ''];
    }),
  );

/** RTM_GETLINK (include/uapi/linux/rtnetlink.h) */
const getLink = 18;
