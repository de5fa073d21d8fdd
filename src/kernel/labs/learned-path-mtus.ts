import { netlinkProtocols } from '../system/netlink.ts';
import type { Family } from '../../evidence/family.ts';
import type { NodeView } from '../../words/lab/node-view.ts';
import { runInNamespace } from '../system/run-in-namespace.ts';
import { snmpCounter, ipv6ExceptionCount } from '../counters/snmp-counters.ts';
import { lookUpRoute, readExceptions } from '../counters/route-exceptions.ts';
import { interfaceNames } from '../system/interface-names.ts';
import { netlinkIn } from '../system/netlink-socket.ts';

/** What nodes remember of path MTUs, a line for each exception; read by netlink before every step, since a process would hold up every flow of a busy run. */
export const learnedPathMtus = async ({ nodes, namespace }: Nodes, signal: AbortSignal): Promise<readonly string[]> => {
  signal.throwIfAborted();
  const addresses = nodes.map(({ address }) => address.ipv4);
  return nodes.flatMap(({ name }) =>
    rememberedIn(namespace(name), addresses).map(
      ({ to, mtu, by }) => `${name} remembers a path MTU of ${mtu} to ${to} by ${by}`,
    ),
  );
};

/** Nodes that cannot hold an exception are not asked. */
const rememberedIn = (namespace: string, hosts: readonly string[]): readonly Remembered[] => {
  const families = suspects(namespace);
  if (families.length === 0) return [];
  return netlinkIn({ namespace, protocol: netlinkProtocols.route }, (exchange) => {
    if (families.includes('ipv4')) for (const host of hosts) lookUpRoute(exchange, host);
    const found = families.flatMap((family) => readExceptions(exchange, family));
    const names = found.length > 0 ? interfaceNames(exchange) : undefined;
    return found.map(({ destination, mtu, interface: index }) => ({
      to: destination,
      mtu,
      by: names?.get(index) ?? '',
    }));
  });
};

interface Remembered {
  readonly to: string;
  readonly mtu: number;
  readonly by: string;
}

/** Makes nodes forget learned path MTUs; there are no TCP metrics to forget, since tcp_no_metrics_save is pinned (and flushing them is for the host's root alone). */
export const forgetPathMtus = async ({ nodes, namespace }: Nodes, signal: AbortSignal): Promise<void> => {
  const asked = nodes.flatMap((node) => flushes.map((argv) => ({ namespace: namespace(node.name), argv })));
  await Promise.all(asked.map((question) => runInNamespace(question, signal)));
};

interface Nodes {
  readonly nodes: readonly NodeView[];
  namespace(node: string): string;
}

const flushes: readonly (readonly string[])[] = [
  ['ip', '-6', 'route', 'flush', 'cache'],
  ['ip', '-4', 'route', 'flush', 'cache'],
];

/** IPv6 counts its exceptions; IPv4 does not, but learns none without a Destination Unreachable. */
const suspects = (namespace: string): readonly Family[] => [
  ...(ipv6ExceptionCount(namespace) > 0 ? (['ipv6'] as const) : []),
  ...(snmpCounter(namespace, 'Icmp', 'InDestUnreachs') > 0 ? (['ipv4'] as const) : []),
];
