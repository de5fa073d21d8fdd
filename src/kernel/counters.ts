import { readFileSync } from 'node:fs';
import { inNamespace } from './sockets.ts';

/** SNMP counters of a namespace as `nstat` names them (`Ip6InTooBigErrors`, `TcpExtTCPTimeouts`), read without a process and without leaving the tick. */
export const countersOf = (namespace: string): Readonly<Record<string, number>> => {
  const [snmp6, snmp, netstat] = inNamespace(namespace, () =>
    files.map((file) => readFileSync(`/proc/thread-self/net/${file}`, 'utf8')),
  );
  return Object.fromEntries([...ofLines(snmp6!), ...ofPairs(snmp!), ...ofPairs(netstat!)]);
};

/** IPv6 exceptions that a namespace holds (`fib_rt_cache` of rt6_stats, net/ipv6/route.c rt6_stats_seq_show). */
export const learnedRoutes = (namespace: string): number =>
  Number.parseInt(
    inNamespace(namespace, () => readFileSync('/proc/thread-self/net/rt6_stats', 'utf8')).split(' ')[4] ?? '0',
    16,
  );

const files = ['snmp6', 'snmp', 'netstat'];

/** `Ip6InReceives   17`, a line each. */
export const ofLines = (text: string): readonly (readonly [string, number])[] =>
  text
    .split('\n')
    .filter(Boolean)
    .map((line) => line.split(/\s+/))
    .map(([name, value]) => [name!, Number(value)]);

/** `Tcp: Names …` above `Tcp: values …`. */
export const ofPairs = (text: string): readonly (readonly [string, number])[] => {
  const rows = text.split('\n').map((line) => line.split(/:? /));
  return rows.flatMap(([group, ...names], index) =>
    index % 2 === 0
      ? names.map((name, column) => [`${group}${name}`, Number(rows[index + 1]?.[column + 1])] as const)
      : [],
  );
};
