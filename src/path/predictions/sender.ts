import { tcpIpHeaderBytes } from '../../evidence/family.ts';
import type { Family } from '../../evidence/family.ts';
import { nextHops } from '../walk/route-of-node.ts';
import type { NetworkView } from '../walk/network-view.ts';
import type { LearnedMtu, PathMtuMemory } from './path-mtu-memory.ts';

/** What a node that sends knows of the path to a destination. */
export interface Sender {
  readonly node: string;
  readonly destination: string;
  readonly family: Family;
  /** The path MTU in bytes by which it sends. */
  readonly pathMtu: number;
  /** The MTU of the interface in bytes. */
  readonly linkMtu: number;
  readonly learned: LearnedMtu;
  /** The path MTU is that of its route whatever arrives. */
  readonly isLocked: boolean;
  /** The MSS in bytes that its SYN or SYN-ACK advertises. */
  readonly advertised: number;
}

/** Returns a node as a sender, once for each path MTU that it may know; none where it has no route. */
export const sendersOf = (
  network: NetworkView,
  memory: PathMtuMemory,
  {
    node,
    destination,
    family,
    leg,
  }: Pick<Sender, 'node' | 'destination' | 'family'> & { readonly leg?: string | undefined },
): readonly Sender[] => {
  const route = network.traits.routeOf(node, destination, family);
  const hops = nextHops(network, network.nodes.get(node)!, { destination, family }, leg);
  // IPv6 learns all the same (__ip6_rt_update_pmtu).
  const isLocked = family === 'ipv4' && route?.isLocked === true;
  const senders = hops.flatMap(({ view, routeMtu }) =>
    memory.of(node, destination, family).map((learned) => {
      const linkMtu = network.traits.mtuOf(node, view);
      const ofRoute = routeMtu ?? linkMtu;
      const pathMtu = isLocked ? ofRoute : Math.min(ofRoute, learned ?? Infinity);
      const advertised = route?.advmss ?? pathMtu - tcpIpHeaderBytes(family);
      return { node, destination, family, pathMtu, linkMtu, learned, isLocked, advertised };
    }),
  );
  return [
    ...new Map(senders.map((sender) => [`${sender.pathMtu} ${sender.linkMtu} ${sender.learned}`, sender])).values(),
  ];
};
