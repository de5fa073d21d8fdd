import { parseAttributes, requestDump } from './netlink.ts';
import type { NetlinkExchange } from './netlink.ts';

/** An interface of a namespace with its other attributes (IFLA_…) by type. */
export interface Interface {
  readonly index: number;
  readonly name: string;
  /** Whether something is at its other end: a link that is up, or a program that reads a TUN device. */
  readonly hasCarrier: boolean;
  readonly attributes: ReadonlyMap<number, Buffer>;
}

/** Lists the interfaces of a namespace (RTM_GETLINK: `struct ifinfomsg`, then attributes). */
export const listInterfaces = (exchange: NetlinkExchange): readonly Interface[] =>
  requestDump(exchange, RTM_GETLINK, Buffer.alloc(ifinfomsgBytes)).map(({ payload }) => {
    const attributes = parseAttributes(payload.subarray(ifinfomsgBytes));
    const name = attributes.get(IFLA_IFNAME)?.toString('latin1').replace(/\0.*$/s, '') ?? '';
    return {
      index: payload.readInt32LE(4),
      name,
      hasCarrier: (payload.readUInt32LE(8) & IFF_LOWER_UP) !== 0,
      attributes,
    };
  });

/** The names of the interfaces by index. */
export const interfaceNames = (exchange: NetlinkExchange): ReadonlyMap<number, string> =>
  new Map(listInterfaces(exchange).map(({ index, name }) => [index, name]));

// include/uapi/linux/rtnetlink.h, if_link.h
const RTM_GETLINK = 18;
const IFLA_IFNAME = 3;
const ifinfomsgBytes = 16;
const IFF_LOWER_UP = 1 << 16; // include/uapi/linux/if.h
