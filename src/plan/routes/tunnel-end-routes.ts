import { addressBytes, isIn, networkOf } from '../../evidence/address-bytes.ts';
import type { Family } from '../../evidence/family.ts';
import type { PlannedNode, Route } from '../model/plan.ts';

/** A tunnel whose devices take the source of their packets from the route to the other end. */
export interface RoutedTunnel {
  readonly between: readonly [string, string];
  readonly over: Family;
}

/**
 * Routes from each router at an end of such tunnels to the own address of the other end, over the next hops that lead there anyway, for packets
 * from its own address: without them they would have that of the link by which they leave. Hosts send from their own address always.
 */
export const tunnelEndRoutes = (
  tunnels: readonly RoutedTunnel[],
  nodes: readonly PlannedNode[],
  routes: readonly Route[],
): readonly Route[] => {
  const byName = new Map(nodes.map((node) => [node.name, node]));
  const ends = tunnels.flatMap(({ between: [first, second], over }) => [
    { from: first, to: second, family: over },
    { from: second, to: first, family: over },
  ]);
  const found = ends
    .filter(({ from }) => byName.get(from)!.forwards)
    .flatMap(({ from, to, family }) => {
      const address = byName.get(to)!.address[family];
      const own = routes.filter((route) => route.in === from && route.family === family);
      const via = longestMatch(own, address)?.via ?? [];
      const prefix = `${address}/${family === 'ipv6' ? 128 : 32}`;
      return via.length === 0 ? [] : [{ in: from, family, to: prefix, via, fromOwnAddress: true as const }];
    });
  return [...new Map(found.map((route) => [`${route.in} ${route.to}`, route])).values()];
};

const longestMatch = (routes: readonly Route[], address: string): Route | undefined => {
  const bytes = addressBytes(address);
  const matching = routes.filter(({ to }) => to === 'default' || isIn(networkOf(to), bytes));
  return matching.toSorted((a, b) => prefixLength(b) - prefixLength(a))[0];
};

const prefixLength = ({ to }: Route): number => (to === 'default' ? 0 : Number(to.slice(to.indexOf('/') + 1)));
