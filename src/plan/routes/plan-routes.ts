import { families } from '../../evidence/family.ts';
import type { Family } from '../../evidence/family.ts';
import type { AddressPlan } from '../addresses/address-plan.ts';
import { anyValue, compressPrefixes } from './compress-prefixes.ts';
import { nextHopsOf } from './next-hops.ts';
import type { NextHop } from './next-hops.ts';
import type { ShortestPaths } from './shortest-paths.ts';
import type { PlannedNode, Route } from '../model/plan.ts';

/** Plans the routes of each node to all others with few aggregates; the default route covers the most common next hops. */
export const planRoutes = (
  nodes: readonly PlannedNode[],
  paths: ShortestPaths,
  addresses: AddressPlan,
): readonly Route[] =>
  nodes.flatMap((node, from) => {
    const table = routingTable(paths.setIndexes[from]!, paths.sets[from]!, nextHopsOf(node));
    return families
      .filter((family) => node.families.includes(family))
      .flatMap((family) => familyRoutes(node, table, family, addresses));
  });

const familyRoutes = (
  node: PlannedNode,
  { setIndexes, sets, nextHops }: RoutingTable,
  family: Family,
  addresses: AddressPlan,
): readonly Route[] =>
  compressPrefixes(byAddressIndex(setIndexes, family, addresses), addresses.minBits(family))
    .filter(({ value }) => value !== anyValue)
    .map(({ number, bits, value }) => ({
      in: node.name,
      family,
      to: bits === 0 ? 'default' : addresses.aggregate(family, number, bits),
      via: sets[value]!.map((position) => {
        const hop = nextHops[position]!;
        return { interface: hop.interface, gateway: hop.address[family] };
      }),
    }));

interface RoutingTable {
  /** Position in `sets` of the next hops towards each node. */
  readonly setIndexes: Int32Array;
  readonly sets: ShortestPaths['sets'][number];
  readonly nextHops: readonly NextHop[];
}

/** A position after the next hops means a segment that the node is attached to: it needs no route. */
const routingTable = (
  setIndexes: Int32Array,
  sets: RoutingTable['sets'],
  nextHops: readonly NextHop[],
): RoutingTable => {
  const attached = sets.map((set) => set.some((position) => position >= nextHops.length));
  if (!attached.includes(true)) return { setIndexes, sets, nextHops };
  return { setIndexes: setIndexes.map((index) => (attached[index] ? anyValue : index)), sets, nextHops };
};

/** Unreachable nodes, the node itself and indexes without a node may match any route. */
const byAddressIndex = (setIndexes: Int32Array, family: Family, addresses: AddressPlan): Int32Array => {
  const table = new Int32Array(addresses.index(family, setIndexes.length) + 1).fill(anyValue);
  for (const [position, index] of setIndexes.entries()) table[addresses.index(family, position + 1)] = index;
  return table;
};
