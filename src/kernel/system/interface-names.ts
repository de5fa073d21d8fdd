import { parseAttributes, requestDump } from './netlink.ts';
import type { NetlinkExchange } from './netlink.ts';

/** The names of a namespace's interfaces by index (`struct ifinfomsg` followed by IFLA_IFNAME). */
export const interfaceNames = (exchange: NetlinkExchange): ReadonlyMap<number, string> =>
  new Map(
    requestDump(exchange, RTM_GETLINK, Buffer.alloc(16)).map(({ payload }) => {
      const name = parseAttributes(payload.subarray(16)).get(IFLA_IFNAME)?.toString('latin1').replace(/\0.*$/s, '');
      return [payload.readInt32LE(4), name ?? ''];
    }),
  );

// include/uapi/linux/rtnetlink.h, include/uapi/linux/if_link.h
const RTM_GETLINK = 18;
const IFLA_IFNAME = 3;
