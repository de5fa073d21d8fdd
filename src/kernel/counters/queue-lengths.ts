import { interfaceNames } from '../system/interface-names.ts';
import { attributes, dump, netlinkProtocols } from '../system/netlink.ts';
import { netlinkIn } from '../system/sockets.ts';

/** Bytes that wait in the queues of a namespace, by interface; interfaces where nothing waits are left out. */
export const queueLengths = (namespace: string): Readonly<Record<string, number>> =>
  netlinkIn({ namespace, protocol: netlinkProtocols.route }, (exchange) => {
    const waiting = dump(exchange, getQdisc, Buffer.alloc(20)).map(({ payload }) => backlogOf(payload));
    const full = waiting.filter(({ bytes }) => bytes > 0);
    if (full.length === 0) return {};
    const names = interfaceNames(exchange);
    return Object.fromEntries(full.map(({ index, bytes }) => [names.get(index) ?? String(index), bytes]));
  });

/** `struct tcmsg`, then TCA_STATS with `struct tc_stats`: its backlog stands at 32 (include/uapi/linux/gen_stats.h, pkt_sched.h). */
const backlogOf = (payload: Buffer) => {
  const stats = attributes(payload.subarray(20)).get(3);
  return { index: payload.readInt32LE(4), bytes: stats && stats.length >= 36 ? stats.readUInt32LE(32) : 0 };
};

/** RTM_GETQDISC (include/uapi/linux/rtnetlink.h) */
const getQdisc = 38;
