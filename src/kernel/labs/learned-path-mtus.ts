import { netlinkProtocols } from '../system/netlink.ts';
import type { Family } from '../../evidence/family.ts';
import type { NodeView } from '../../words/lab/node-view.ts';
import { readSnmpCounter, readIpv6ExceptionCount } from '../counters/snmp-counters.ts';
import { lookUpRoute, readRouteExceptions } from '../counters/route-exceptions.ts';
import { interfaceNames } from '../system/list-interfaces.ts';
import { netlinkIn } from '../system/netlink-socket.ts';

/**
 * Returns a sentence for each learned path MTU (exception) of the nodes. It uses netlink, since it runs before every step, and
 * starting a process would delay every flow of a busy run.
 */
export const learnedPathMtus = async (
  { nodes, namespace }: NodesOfLab,
  signal: AbortSignal,
): Promise<readonly string[]> => {
  signal.throwIfAborted();
  const addresses = nodes.map(({ address }) => address.ipv4).filter((address) => address !== '');
  return nodes.flatMap(({ name }) =>
    exceptionsIn(namespace(name), addresses).map(
      ({ to, mtu, by }) => `${name} remembers a path MTU of ${mtu} to ${to} by ${by}`,
    ),
  );
};

/** Skips the dump for families that cannot have an exception here. */
const exceptionsIn = (namespace: string, hosts: readonly string[]): readonly LearnedPathMtu[] => {
  const families = possibleFamilies(namespace);
  if (families.length === 0) return [];
  return netlinkIn({ namespace, protocol: netlinkProtocols.route }, (exchange) => {
    if (families.includes('ipv4')) for (const host of hosts) lookUpRoute(exchange, host);
    const exceptions = families.flatMap((family) => readRouteExceptions(exchange, family));
    const names = exceptions.length > 0 ? interfaceNames(exchange) : undefined;
    return exceptions.map(({ destination, mtu, interface: index }) => ({
      to: destination,
      mtu,
      by: names?.get(index) ?? '',
    }));
  });
};

interface LearnedPathMtu {
  readonly to: string;
  readonly mtu: number;
  readonly by: string;
}

interface NodesOfLab {
  readonly nodes: readonly NodeView[];
  namespace(node: string): string;
}

/** IPv6 counts its exceptions; IPv4 does not, but learns one only from a Destination Unreachable. */
const possibleFamilies = (namespace: string): readonly Family[] => [
  ...(readIpv6ExceptionCount(namespace) > 0 ? (['ipv6'] as const) : []),
  ...(readSnmpCounter(namespace, 'Icmp', 'InDestUnreachs') > 0 ? (['ipv4'] as const) : []),
];
