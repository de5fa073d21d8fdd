import { attributes, dump } from './netlink.ts';
import { netlinkIn } from './sockets.ts';

/** Bytes that wait in the queues of a namespace, by interface; interfaces where nothing waits are left out. */
export const queuesOf = (namespace: string): Readonly<Record<string, number>> =>
  netlinkIn({ namespace, protocol: 0 }, (exchange) => {
    const waiting = dump(exchange, getQdisc, Buffer.alloc(20)).map(({ payload }) => backlogOf(payload));
    const full = waiting.filter(({ bytes }) => bytes > 0);
    if (full.length === 0) return {};
    const names = new Map(dump(exchange, getLink, Buffer.alloc(16)).map(({ payload }) => nameOf(payload)));
    return Object.fromEntries(full.map(({ index, bytes }) => [names.get(index) ?? String(index), bytes]));
  });

/** `struct tcmsg`, then TCA_STATS with `struct tc_stats`: its backlog stands at 32 (include/uapi/linux/gen_stats.h, pkt_sched.h). */
const backlogOf = (payload: Buffer) => {
  const stats = attributes(payload.subarray(20)).get(3);
  return { index: payload.readInt32LE(4), bytes: stats && stats.length >= 36 ? stats.readUInt32LE(32) : 0 };
};

/** `struct ifinfomsg`, then IFLA_IFNAME. */
const nameOf = (payload: Buffer): readonly [number, string] => {
  const name = attributes(payload.subarray(16)).get(3)?.toString('latin1').replace(/\0.*$/s, '');
  return [payload.readInt32LE(4), name ?? ''];
};

/** RTM_GETQDISC and RTM_GETLINK (include/uapi/linux/rtnetlink.h) */
const getQdisc = 38;
const getLink = 18;
