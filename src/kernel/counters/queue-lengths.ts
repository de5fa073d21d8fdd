import { interfaceNames } from '../system/list-interfaces.ts';
import { netlinkProtocols, parseAttributes, requestDump } from '../system/netlink.ts';
import type { NetlinkExchange } from '../system/netlink.ts';
import { netlinkIn } from '../system/netlink-socket.ts';

/** Bytes queued in the qdiscs of a namespace, by interface name; interfaces with an empty queue are left out. */
export const queueLengths = (namespace: string): Readonly<Record<string, number>> =>
  netlinkIn({ namespace, protocol: netlinkProtocols.route }, readQueueLengths);

/** As `queueLengths`, over an open netlink socket; requests interface names only when a queue has bytes. */
export const readQueueLengths = (exchange: NetlinkExchange): Readonly<Record<string, number>> => {
  const backlogs = requestDump(exchange, RTM_GETQDISC, Buffer.alloc(tcmsgBytes)).map(({ payload }) =>
    parseBacklog(payload),
  );
  const queued = backlogs.filter(({ bytes }) => bytes > 0);
  if (queued.length === 0) return {};
  const names = interfaceNames(exchange);
  return Object.fromEntries(queued.map(({ index, bytes }) => [names.get(index) ?? String(index), bytes]));
};

/** `struct tcmsg`, then TCA_STATS with `struct tc_stats`, whose backlog is at 32 (include/uapi/linux/gen_stats.h, pkt_sched.h). */
const parseBacklog = (payload: Buffer) => {
  const stats = parseAttributes(payload.subarray(tcmsgBytes)).get(TCA_STATS);
  return { index: payload.readInt32LE(4), bytes: stats && stats.length >= 36 ? stats.readUInt32LE(32) : 0 };
};

// include/uapi/linux/rtnetlink.h
const RTM_GETQDISC = 38;
const TCA_STATS = 3;
const tcmsgBytes = 20;
