import type { Fact } from './fact.ts';
import { formatPairs } from './format-pairs.ts';
import { byKey } from './merge-by-key.ts';

/** Changes of the SNMP counters of each node during the step; unchanged counters are left out unless they were asked for. */
export const counters: Fact<Readonly<Record<string, Readonly<Record<string, number>>>>> = {
  format: (nodes) =>
    Object.entries(nodes).map(([node, changes]) => `${node}: ${formatPairs(changes) || 'no counter changed'}`),
  // Two watches of one node may ask for different counters.
  merge: byKey(byKey()),
};
