import { addressOf } from '../../words/lab/destination.ts';
import type { NetworkView } from '../walk/network-view.ts';
import type { LearnedMtu, PathMtuMemory } from './path-mtu-memory.ts';
import type { Sender } from './sender.ts';

/**
 * Records what a node may know of a path after packets to a destination. With several next hops IPv6 has learned for one of them only, and a
 * message about anything but TCP may be stored at another one than that of the flow (ip6_update_pmtu).
 */
export const remember = (
  network: NetworkView,
  memory: PathMtuMemory,
  { node, destination, family }: Pick<Sender, 'node' | 'destination' | 'family'>,
  learned: readonly LearnedMtu[],
): void => {
  const isPartial = family === 'ipv6' && isBranched(network, node, destination);
  const kept = isPartial ? memory.of(node, destination, family) : [];
  memory.learn(node, destination, family, [...kept, ...learned]);
};

const isBranched = ({ nodes, routes }: NetworkView, node: string, destination: string): boolean => {
  const address = nodes.has(destination) ? addressOf(nodes, destination, 'ipv6') : undefined;
  return address === undefined || routes.nextHops(node, 'ipv6', address).length > 1;
};
