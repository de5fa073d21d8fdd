import type { PlannedLink, PlannedNode } from '../../plan/model/plan.ts';
import type { NetworkTraits } from './network-traits.ts';
import type { RouteTables } from './route-tables.ts';

/** What a walk needs to know of a network. */
export interface NetworkView {
  readonly nodes: ReadonlyMap<string, PlannedNode>;
  readonly traits: NetworkTraits;
  readonly routes: RouteTables;
  /** What carries the packets of a tunnel, by the place of either end. */
  readonly tunnels: ReadonlyMap<string, NonNullable<PlannedLink['tunnel']>>;
}
