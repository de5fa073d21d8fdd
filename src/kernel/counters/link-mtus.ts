import { parseAttributes, requestDump } from '../system/netlink.ts';
import { netlinkProtocols } from '../system/netlink.ts';
import { netlinkIn } from '../system/netlink-socket.ts';

/** MTUs in bytes of the interfaces of a namespace, by name (`struct ifinfomsg` with IFLA_IFNAME and IFLA_MTU). */
export const linkMtus = (namespace: string): Readonly<Record<string, number>> =>
  netlinkIn({ namespace, protocol: netlinkProtocols.route }, (exchange) =>
    Object.fromEntries(
      requestDump(exchange, RTM_GETLINK, Buffer.alloc(16)).map(({ payload }) => {
        const attributes = parseAttributes(payload.subarray(16));
        const name = attributes.get(IFLA_IFNAME)?.toString('latin1').replace(/\0.*$/s, '') ?? '';
        return [name, attributes.get(IFLA_MTU)?.readUInt32LE(0) ?? 0];
      }),
    ),
  );

// include/uapi/linux/rtnetlink.h, include/uapi/linux/if_link.h
const RTM_GETLINK = 18;
const [IFLA_IFNAME, IFLA_MTU] = [3, 4];
