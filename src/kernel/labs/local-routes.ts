import { readFileSync } from 'node:fs';
import ipaddr from 'ipaddr.js';
import type { NodeView } from '../../words/lab/node-view.ts';
import { inNamespace } from '../system/network-namespace.ts';
import { until } from '../system/until.ts';

/**
 * Waits until every node takes packets to its own IPv6 addresses for its own. The kernel makes the local route of an address in a work of its
 * own (addrconf_dad_work), after it has acknowledged the address: before that, the node answers `no route` (measured with Linux 6.18, in 2 of 3
 * batches of 300 addresses). Rejects with a MachineError after 10 s.
 */
export const localRoutes = async (
  nodes: readonly AddressedNode[],
  namespace: (node: string) => string,
  signal: AbortSignal,
): Promise<void> => {
  for (const { name, address, shares = [] } of nodes) {
    const wanted = [address, ...shares.map((shared) => shared.address)].flatMap(({ ipv6 }) =>
      ipv6 ? [hex(ipv6)] : [],
    );
    const haveAll = (): boolean => {
      if (wanted.length === 0) return true;
      const { assigned, local } = addressesIn(namespace(name)); // a sysctl of the scenario may have removed what the plan assigns
      return wanted.every((each) => local.includes(each) || !assigned.includes(each));
    };
    await until(`the local routes of ${name}`, haveAll, { everyMs: 1, withinMs: 10_000 }, signal);
  }
};

type AddressedNode = Pick<NodeView, 'name' | 'address' | 'shares'>;

/** The IPv6 addresses that a namespace has, and those to which it has a local route, in hexadecimal digits. */
const addressesIn = (namespace: string) => {
  const [addresses, routes] = inNamespace(namespace, () =>
    ['if_inet6', 'ipv6_route'].map((file) => readFileSync(`/proc/thread-self/net/${file}`, 'latin1')),
  );
  return {
    assigned: addresses!.split('\n').map((line) => line.split(' ')[0]!),
    local: routes!.split('\n').flatMap((line) => {
      // rt6_info_route: destination, its length, source, its length, next hop, metric, references, uses, flags, device.
      const [destination, length, , , , , , , flags] = line.split(' ').filter((field) => field !== '');
      return length === '80' && (parseInt(flags!, 16) & RTF_LOCAL) !== 0 ? [destination!] : [];
    }),
  };
};

/** include/uapi/linux/ipv6_route.h */
const RTF_LOCAL = 0x80000000;

const hex = (address: string): string => Buffer.from(ipaddr.parse(address).toByteArray()).toString('hex');
