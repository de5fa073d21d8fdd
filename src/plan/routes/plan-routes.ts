import { families } from '../../evidence/family.ts';
import type { Family } from '../../evidence/family.ts';
import type { AddressPlan } from '../addresses/address-plan.ts';
import { anyValue, compressPrefixes } from './compress-prefixes.ts';
import { nextHopsOf } from './next-hops.ts';
import type { NextHop } from './next-hops.ts';
import type { ShortestPaths } from './shortest-paths.ts';
import type { PlannedNode, Route } from '../model/plan.ts';

/** Each node's routes to all others as few aggregates; the default route carries what most of them share. */
export const planRoutes = (
  nodes: readonly PlannedNode[],
  paths: ShortestPaths,
  addresses: AddressPlan,
): readonly Route[] =>
  nodes.flatMap((node, from) => {
    const table = tableOf(paths.ways[from]!, paths.sets[from]!, nextHopsOf(node));
    return families
      .filter((family) => node.families.includes(family))
      .flatMap((family) => routesOf(node, table, family, addresses));
  });

const routesOf = (
  node: PlannedNode,
  { ways, sets, edges }: Table,
  family: Family,
  addresses: AddressPlan,
): readonly Route[] =>
  compressPrefixes(byIndex(ways, family, addresses), addresses.fewestBits(family))
    .filter(({ value }) => value !== anyValue)
    .map(({ number, bits, value }) => ({
      in: node.name,
      family,
      to: bits === 0 ? 'default' : addresses.aggregate(family, number, bits),
      via: sets[value]!.map((position) => {
        const edge = edges[position]!;
        return { interface: edge.interface, gateway: edge.address[family] };
      }),
    }));

interface Table {
  readonly ways: Int32Array;
  readonly sets: ShortestPaths['sets'][number];
  readonly edges: readonly NextHop[];
}

/** What stands behind the edges is a segment of the node's own, which it reaches without a route. */
const tableOf = (ways: Int32Array, sets: Table['sets'], edges: readonly NextHop[]): Table => {
  const own = sets.map((set) => set.some((position) => position >= edges.length));
  return { ways: own.includes(true) ? ways.map((way) => (own[way] ? anyValue : way)) : ways, sets, edges };
};

/** Nodes that cannot be reached, the node itself and numbers without a node may be routed anywhere. */
const byIndex = (ways: Int32Array, family: Family, addresses: AddressPlan): Int32Array => {
  const table = new Int32Array(addresses.index(family, ways.length) + 1).fill(anyValue);
  for (const [position, way] of ways.entries()) table[addresses.index(family, position + 1)] = way;
  return table;
};
