import type { PlannedNode, Route } from '../../plan/model/plan.ts';
import { destinationOf } from '../../words/lab/destination.ts';
import { neighboursOf } from '../../words/lab/node-view.ts';
import type { InterfaceView } from '../../words/lab/node-view.ts';
import type { Packet } from '../../words/lab/packet.ts';
import type { NetworkView } from './network-view.ts';

/** A next hop of a node for one destination. */
export interface NextHop {
  readonly view: InterfaceView;
  readonly gateway: string;
  /** MTU of a static route in bytes. */
  readonly routeMtu?: number | undefined;
  readonly isLocked?: boolean | undefined;
}

/** The next hops of a node, or the one that is the leg. */
export const nextHops = (
  { nodes, traits, routes }: Pick<NetworkView, 'nodes' | 'traits' | 'routes'>,
  node: PlannedNode,
  { destination, family }: Pick<Packet, 'destination' | 'family'>,
  leg?: string,
): readonly NextHop[] => {
  const fixed = traits.routeOf(node.name, destination, family);
  const view =
    fixed && node.interfaces.find((each) => neighboursOf(each).some((neighbour) => neighbour.node === fixed.via));
  const gateway = view && neighboursOf(view).find((neighbour) => neighbour.node === fixed.via)?.address[family];
  if (view && gateway) return [{ view, gateway, routeMtu: fixed.mtu, isLocked: fixed.isLocked }];
  const address = destinationOf(nodes, destination)?.address[family];
  const all = (address ? routes.nextHops(node.name, family, address) : []).map((hop) => nextHop(node, hop));
  if (leg === undefined) return all;
  const onLeg = all.filter(({ view }) => view.peer === leg);
  return onLeg.length > 0 ? onLeg : all;
};

const nextHop = ({ interfaces }: PlannedNode, { interface: name, gateway }: Route['via'][number]): NextHop => ({
  view: interfaces.find((view) => view.name === name)!,
  gateway,
});
