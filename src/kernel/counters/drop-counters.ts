import { readFileSync } from 'node:fs';
import type { Family } from '../../evidence/family.ts';
import { parseCounterLines, parseCounterPairs } from './snmp-counters.ts';
import { inNamespace } from '../system/network-namespace.ts';

/** Reads the counters of a namespace that stall causes use (evidence/stalls/packet-too-big-cause.ts, cause-without-ptb.ts); a tenth of the work of reading all. */
export const readDropCounters = (namespace: string, family: Family): Readonly<Record<string, number>> => {
  const { file, lines, parse } = sources[family];
  const text = inNamespace(namespace, () => readFileSync(`/proc/thread-self/net/${file}`, 'latin1'));
  return Object.fromEntries(parse(lines.exec(text)?.[0] ?? ''));
};

/** Reads how many ICMP errors the TCP sockets of a namespace ignored because of the quoted sequence number. */
export const readOutOfWindowIcmps = (namespace: string): Readonly<Record<string, number>> => {
  const text = inNamespace(namespace, () => readFileSync('/proc/thread-self/net/netstat', 'latin1'));
  const counters = new Map(parseCounterPairs(/^TcpExt: .*\nTcpExt: .*/m.exec(text)?.[0] ?? ''));
  const name = 'TcpExtOutOfWindowIcmps';
  return { [name]: counters.get(name) ?? 0 };
};

/** IPv4 counts too big packets (FragFails) and fragments (Reasm…) in the first two lines of its file. */
const sources = {
  ipv6: { file: 'snmp6', lines: /^Ip6InTooBigErrors.*/m, parse: parseCounterLines },
  ipv4: { file: 'snmp', lines: /^Ip: .*\nIp: .*/, parse: parseCounterPairs },
} as const;
