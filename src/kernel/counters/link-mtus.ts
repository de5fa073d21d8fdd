import { listInterfaces } from '../system/list-interfaces.ts';
import { netlinkProtocols } from '../system/netlink.ts';
import { netlinkIn } from '../system/netlink-socket.ts';

/** MTUs in bytes of the interfaces of a namespace, by name. */
export const linkMtus = (namespace: string): Readonly<Record<string, number>> =>
  netlinkIn({ namespace, protocol: netlinkProtocols.route }, (exchange) =>
    Object.fromEntries(
      listInterfaces(exchange).map(({ name, attributes }) => [name, attributes.get(IFLA_MTU)?.readUInt32LE(0) ?? 0]),
    ),
  );

/** include/uapi/linux/if_link.h */
const IFLA_MTU = 4;
