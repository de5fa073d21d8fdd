import { families } from '../evidence/family.ts';
import type { Family } from '../evidence/family.ts';
import type { AddressPlan } from './addresses.ts';
import { anything, compress } from './compress.ts';
import type { Paths } from './paths.ts';
import type { PlannedNode, Route } from './plan.ts';

/** Each node's routes to all others as few aggregates; the default route carries what most of them share. */
export const routes = (nodes: readonly PlannedNode[], paths: Paths, addresses: AddressPlan): readonly Route[] =>
  nodes.flatMap((node, from) => {
    const table = { ways: paths.ways[from]!, sets: paths.sets[from]! };
    return families
      .filter((family) => node.families.includes(family))
      .flatMap((family) => routesOf(node, table, family, addresses));
  });

const routesOf = (node: PlannedNode, { ways, sets }: Table, family: Family, addresses: AddressPlan): readonly Route[] =>
  compress(byIndex(ways, family, addresses), addresses.fewestBits(family))
    .filter(({ value }) => value !== anything)
    .map(({ number, bits, value }) => ({
      in: node.name,
      family,
      to: bits === 0 ? 'default' : addresses.aggregate(family, number, bits),
      via: sets[value]!.map((position) => {
        const { name, gateway } = node.interfaces[position]!;
        return { interface: name, gateway: gateway[family] };
      }),
    }));

interface Table {
  readonly ways: Int32Array;
  readonly sets: Paths['sets'][number];
}

/** Nodes that cannot be reached, the node itself and numbers without a node may be routed anywhere. */
const byIndex = (ways: Int32Array, family: Family, addresses: AddressPlan): Int32Array => {
  const table = new Int32Array(addresses.index(family, ways.length) + 1).fill(anything);
  for (const [position, way] of ways.entries()) table[addresses.index(family, position + 1)] = way;
  return table;
};
