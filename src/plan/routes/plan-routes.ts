import { addressBytes, isIn, networkOf } from '../../evidence/address-bytes.ts';
import { families } from '../../evidence/family.ts';
import type { Family } from '../../evidence/family.ts';
import type { AddressPlan } from '../addresses/address-plan.ts';
import { anyValue, compressPrefixes } from './compress-prefixes.ts';
import type { Prefix } from './free-prefixes.ts';
import { freePrefixes, rootPrefixes } from './free-prefixes.ts';
import { nextHopsOf } from './next-hops.ts';
import type { NextHop } from './next-hops.ts';
import type { ShortestPaths } from './shortest-paths.ts';
import type { PlannedNode, Route } from '../model/plan.ts';

/**
 * Plans the routes of each node to all others with few aggregates; the default route of a host covers the most common next hops. A node
 * that forwards has a route for the lab instead, and its default route leads towards the first such node, which refuses what no node has:
 * two default routes would send it back and forth.
 */
export const planRoutes = (
  nodes: readonly PlannedNode[],
  pathsOf: (family: Family) => ShortestPaths,
  addresses: AddressPlan,
): readonly Route[] =>
  nodes.flatMap((node, from) =>
    families
      .filter((family) => node.families.includes(family))
      .flatMap((family) => {
        const paths = pathsOf(family);
        const table = routingTable(paths.setIndexes[from]!, paths.sets[from]!, nextHopsOf(node, family));
        const last = nodes.findIndex((other) => other.forwards && other.families.includes(family));
        const towardsLast = (last === from ? undefined : table.setIndexes[last]) ?? anyValue;
        return familyRoutes(node, { ...table, towardsLast }, family, addresses);
      }),
  );

const familyRoutes = (
  node: PlannedNode,
  { setIndexes, sets, nextHops, towardsLast }: RoutingTable & { readonly towardsLast: number },
  family: Family,
  addresses: AddressPlan,
): readonly Route[] => {
  const table = byAddressIndex(setIndexes, family, addresses);
  const minBits = addresses.minBits(family);
  const [first, ...others] = compressPrefixes(table, minBits);
  const route = (to: string, value: number): Route => ({
    ...{ in: node.name, family, to },
    via: (sets[value] ?? []).map((position) => {
      const hop = nextHops[position]!;
      return { interface: hop.interface, gateway: hop.address[family] };
    }),
  });
  const aggregate = ({ number, bits }: Prefix): string => addresses.aggregate(family, number, bits);
  const specific = others
    .filter(({ value }) => value !== anyValue)
    .map((entry) => route(aggregate(entry), entry.value));
  const inDefault = first!.value === anyValue ? [] : [first!.value];
  if (!node.forwards) return [...inDefault.map((value) => route('default', value)), ...specific];
  const roots = rootPrefixes(table.length, minBits);
  const covered = roots.filter(
    ({ number, bits }) => !others.some((entry) => entry.number === number && entry.bits === bits),
  );
  return [
    ...covered.flatMap((root) => inDefault.map((value) => route(aggregate(root), value))),
    ...specific,
    ...roots
      .flatMap((root) => freePrefixes(root, table).map(aggregate))
      .filter((prefix) => !isSegmentOf(node, family, prefix) && prefix !== node.translates?.leases?.prefix)
      .map((prefix) => route(prefix, anyValue)),
    route('default', towardsLast),
  ];
};

/** Whether a prefix is that of a segment that the node is attached to: the kernel has made its route. Few prefixes are as long as one. */
const isSegmentOf = ({ interfaces }: PlannedNode, family: Family, prefix: string): boolean => {
  const bits = Number(prefix.slice(prefix.indexOf('/') + 1));
  return interfaces.some(
    ({ address, prefixLength }) =>
      prefixLength[family] === bits && address[family] !== '' && isIn(networkOf(prefix), addressBytes(address[family])),
  );
};

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
