import { readFileSync } from 'node:fs';
import { inNamespace } from '../system/sockets.ts';

/** SNMP counters of a namespace as `nstat` names them (`Ip6InTooBigErrors`, `TcpExtTCPTimeouts`), read without a process and without leaving the tick. */
export const snmpCounters = (namespace: string): Readonly<Record<string, number>> => {
  const [snmp6, snmp, netstat] = inNamespace(namespace, () =>
    files.map((file) => readFileSync(`/proc/thread-self/net/${file}`, 'utf8')),
  );
  return Object.fromEntries([
    ...parseCounterLines(snmp6!),
    ...parseCounterPairs(snmp!),
    ...parseCounterPairs(netstat!),
  ]);
};

/** One counter of /proc/net/snmp (`Icmp`, `InDestUnreachs`), without the work for the others. */
export const snmpCounter = (namespace: string, group: string, name: string): number =>
  parseCounter(
    inNamespace(namespace, () => readFileSync('/proc/thread-self/net/snmp', 'utf8')),
    group,
    name,
  );

export const parseCounter = (text: string, group: string, name: string): number => {
  const [names, values] = text.split('\n').filter((line) => line.startsWith(`${group}: `));
  return Number(values?.split(' ')[names?.split(' ').indexOf(name) ?? -1] ?? 0);
};

/** IPv6 exceptions that a namespace holds (`fib_rt_cache` of rt6_stats, net/ipv6/route.c rt6_stats_seq_show). */
export const ipv6ExceptionCount = (namespace: string): number =>
  Number.parseInt(
    inNamespace(namespace, () => readFileSync('/proc/thread-self/net/rt6_stats', 'utf8')).split(' ')[4] ?? '0',
    16,
  );

const files = ['snmp6', 'snmp', 'netstat'];

/** `Ip6InReceives   17`, a line each. */
export const parseCounterLines = (text: string): readonly Counter[] =>
  text.split('\n').flatMap((line) => {
    const blank = line.search(/\s/);
    return blank > 0 ? [[line.slice(0, blank), Number(line.slice(blank))] as const] : [];
  });

/** `Tcp: Names …` above `Tcp: values …`. */
export const parseCounterPairs = (text: string): readonly Counter[] => {
  const lines = text.split('\n');
  return lines.flatMap((line, index) => {
    if (index % 2 === 1 || line === '') return [];
    const values = lines[index + 1]!.split(' ');
    return namesOf(line).map((name, column) => [name, Number(values[column + 1])] as const);
  });
};

type Counter = readonly [name: string, value: number];

/** Names never change while a kernel runs, and a watched flow reads them every 20 ms. */
const namesOf = (header: string): readonly string[] => {
  const known = headers.get(header);
  if (known) return known;
  const [group, ...names] = header.split(/:? /);
  headers.set(
    header,
    names.map((name) => `${group}${name}`),
  );
  return headers.get(header)!;
};

const headers = new Map<string, readonly string[]>();
