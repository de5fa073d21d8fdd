import type { Scenario } from '../../scenario/model/scenario.ts';
import type { Dictionary } from '../../words/dictionary.ts';

/** The IPv4 addresses that a service of a node leases to others: they have a number as if they were a node, after those of nodes and shared addresses. */
export interface LeasePool {
  readonly node: string;
  /** How many addresses it leases. */
  readonly size: number;
  readonly number: number;
}

/** Returns the pools of a scenario, in the order of their nodes. */
export const leasePools = (
  { nodes, addresses = [] }: Pick<Scenario, 'nodes' | 'addresses'>,
  { nodes: kinds, services }: Pick<Dictionary, 'nodes' | 'services'>,
): readonly LeasePool[] =>
  nodes
    .flatMap(({ name, kind, settings }) =>
      (kinds[kind]!.serves?.(settings) ?? []).flatMap(({ word, settings: own }) => {
        const size = services[word]!.leases?.(own);
        return size === undefined ? [] : [{ node: name, size }];
      }),
    )
    .map((pool, index) => ({ ...pool, number: nodes.length + addresses.length + index + 1 }));
