import type { Family } from '../../evidence/family.ts';
import type { Scenario } from '../../scenario/model/scenario.ts';
import type { LeasePool } from '../addresses/lease-pools.ts';
import type { BridgedSegments } from '../../scenario/topology/bridged-segments.ts';
import { carries } from '../../words/lab/node-view.ts';
import type { NodeView } from '../../words/lab/node-view.ts';
import { neighbourGraph } from './next-hops.ts';
import { shortestPaths } from './shortest-paths.ts';
import type { ShortestPaths } from './shortest-paths.ts';

/** Finds the shortest paths of each family; families that all nodes and links have share them, which take most of a large plan. */
export const familyPaths = (
  { families, addresses = [] }: Pick<Scenario, 'families' | 'addresses'>,
  { nodes, segments, numbers, pools = [] }: AddressedNodes,
): ((family: Family) => ShortestPaths) => {
  const byName = new Map(nodes.map((node) => [node.name, node]));
  const pathsOf = (family: Family): ShortestPaths => {
    const has = (name: string): boolean => byName.get(name)!.families.includes(family);
    const shared = addresses.map(({ holders }) => holders.filter(has).map((name) => numbers.get(name)! - 1));
    const pooled = pools.map(({ node }) => (family === 'ipv4' ? [numbers.get(node)! - 1] : []));
    return shortestPaths(neighbourGraph(nodes, segments, numbers, family), [...shared, ...pooled]);
  };
  const isEverywhere = (family: Family): boolean => nodes.every((node) => isCarried(node, family));
  const [first] = families;
  const common = first && pools.length === 0 && families.every(isEverywhere) ? pathsOf(first) : undefined;
  const found = new Map(families.map((family) => [family, common ?? pathsOf(family)]));
  return (family) => found.get(family)!;
};

interface AddressedNodes {
  readonly nodes: readonly NodeView[];
  readonly segments: BridgedSegments;
  /** From 1, in the order of the nodes. */
  readonly numbers: ReadonlyMap<string, number>;
  /** IPv4 addresses that lead to nodes, numbered after all others. */
  readonly pools?: readonly LeasePool[];
}

const isCarried = (node: NodeView, family: Family): boolean =>
  (node.bridges || node.families.includes(family)) && node.interfaces.every((view) => carries(node, view, family));
