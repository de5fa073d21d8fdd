import { readFileSync } from 'node:fs';
import { inNamespace } from '../system/network-namespace.ts';

/** SNMP counters of a namespace by the names that `nstat` uses (`Ip6InTooBigErrors`, `TcpExtTCPTimeouts`); read synchronously and without a process. */
export const readSnmpCounters = (namespace: string): Readonly<Record<string, number>> => {
  const [snmp6, snmp, netstat] = inNamespace(namespace, () =>
    ['snmp6', 'snmp', 'netstat'].map((file) => readFileSync(`/proc/thread-self/net/${file}`, 'utf8')),
  );
  return Object.fromEntries([
    ...parseCounterLines(snmp6!),
    ...parseCounterPairs(snmp!),
    ...parseCounterPairs(netstat!),
  ]);
};

/** One counter of /proc/net/snmp (`Icmp`, `InDestUnreachs`), without parsing the others. */
export const readSnmpCounter = (namespace: string, group: string, name: string): number =>
  parseCounter(
    inNamespace(namespace, () => readFileSync('/proc/thread-self/net/snmp', 'utf8')),
    group,
    name,
  );

/** Finds one counter in the text of /proc/net/snmp; 0 when the kernel does not have it. */
export const parseCounter = (text: string, group: string, name: string): number => {
  const [names, values] = text.split('\n').filter((line) => line.startsWith(`${group}: `));
  return Number(values?.split(' ')[names?.split(' ').indexOf(name) ?? -1] ?? 0);
};

/** Number of IPv6 route exceptions of a namespace (`fib_rt_cache` of rt6_stats, net/ipv6/route.c rt6_stats_seq_show). */
export const readIpv6ExceptionCount = (namespace: string): number =>
  Number.parseInt(
    inNamespace(namespace, () => readFileSync('/proc/thread-self/net/rt6_stats', 'utf8')).split(' ')[4] ?? '0',
    16,
  );

/** Parses /proc/net/snmp6: `Ip6InReceives   17`, one counter per line. */
export const parseCounterLines = (text: string): readonly Counter[] =>
  text.split('\n').flatMap((line) => {
    const blank = line.search(/\s/);
    return blank > 0 ? [[line.slice(0, blank), Number(line.slice(blank))] as const] : [];
  });

/** Parses /proc/net/snmp and netstat: a line `Tcp: Names …`, then a line `Tcp: values …`. */
export const parseCounterPairs = (text: string): readonly Counter[] => {
  const lines = text.split('\n');
  return lines.flatMap((line, index) => {
    if (index % 2 === 1 || line === '') return [];
    const values = lines[index + 1]!.split(' ');
    return counterNames(line).map((name, column) => [name, Number(values[column + 1])] as const);
  });
};

type Counter = readonly [name: string, value: number];

/** Cached: the names never change while a kernel runs, and a watched flow reads the counters every 20 ms. */
const counterNames = (header: string): readonly string[] => {
  const cached = namesByHeader.get(header);
  if (cached) return cached;
  const [group, ...names] = header.split(/:? /);
  const prefixed = names.map((name) => `${group}${name}`);
  namesByHeader.set(header, prefixed);
  return prefixed;
};

const namesByHeader = new Map<string, readonly string[]>();
