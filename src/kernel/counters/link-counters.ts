import { listInterfaces } from '../system/list-interfaces.ts';
import { netlinkProtocols } from '../system/netlink.ts';
import type { NetlinkExchange } from '../system/netlink.ts';
import { netlinkIn } from '../system/netlink-socket.ts';

/** The counters of every interface of a namespace, by interface name and by their names in /sys/class/net/NAME/statistics. */
export const linkCounters = (namespace: string): Readonly<Record<string, LinkCounters>> =>
  netlinkIn({ namespace, protocol: netlinkProtocols.route }, readLinkCounters);

export type LinkCounters = Readonly<Record<string, number>>;

/** As `linkCounters`, over an open netlink socket; /sys shows the interfaces of the namespace in which it was mounted. */
export const readLinkCounters = (exchange: NetlinkExchange): Readonly<Record<string, LinkCounters>> =>
  Object.fromEntries(
    listInterfaces(exchange).map(({ name, attributes }) => [
      name,
      parseStats(attributes.get(IFLA_STATS64) ?? Buffer.alloc(0)),
    ]),
  );

/** An older kernel has fewer fields at the end, and a newer one more. */
const parseStats = (stats: Buffer): LinkCounters =>
  Object.fromEntries(
    linkCounterNames.flatMap((name, index) =>
      stats.length >= 8 * (index + 1) ? [[name, Number(stats.readBigUInt64LE(8 * index))] as const] : [],
    ),
  );

/** The fields of `struct rtnl_link_stats64` in their order (include/uapi/linux/if_link.h). */
const linkCounterNames: readonly string[] = [
  ...['rx_packets', 'tx_packets', 'rx_bytes', 'tx_bytes', 'rx_errors', 'tx_errors', 'rx_dropped', 'tx_dropped'],
  ...['multicast', 'collisions', 'rx_length_errors', 'rx_over_errors', 'rx_crc_errors', 'rx_frame_errors'],
  ...['rx_fifo_errors', 'rx_missed_errors', 'tx_aborted_errors', 'tx_carrier_errors', 'tx_fifo_errors'],
  ...['tx_heartbeat_errors', 'tx_window_errors', 'rx_compressed', 'tx_compressed', 'rx_nohandler'],
];

/** include/uapi/linux/if_link.h */
const IFLA_STATS64 = 23;
