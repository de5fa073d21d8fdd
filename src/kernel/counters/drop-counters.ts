import { readFileSync } from 'node:fs';
import type { Family } from '../../evidence/family.ts';
import { parseCounterLines, parseCounterPairs } from './snmp-counters.ts';
import { inNamespace } from '../system/sockets.ts';

/** The counters of a namespace that causes ask for (evidence/stalls/packet-too-big-cause.ts, drop-cause.ts); a tenth of the work of reading all there are. */
export const dropCounters = (namespace: string, family: Family): Readonly<Record<string, number>> => {
  const { file, part, read } = where[family];
  const text = inNamespace(namespace, () => readFileSync(`/proc/thread-self/net/${file}`, 'latin1'));
  return Object.fromEntries(read(part.exec(text)?.[0] ?? ''));
};

/** IPv4 has its too big packets and its fragments in the first two lines. */
const where = {
  ipv6: { file: 'snmp6', part: /^Ip6InTooBigErrors.*/m, read: parseCounterLines },
  ipv4: { file: 'snmp', part: /^Ip: .*\nIp: .*/, read: parseCounterPairs },
} as const;
