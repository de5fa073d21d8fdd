import { vlanTagBytes } from '../../evidence/family.ts';
import type { Family } from '../../evidence/family.ts';
import type { PlannedNode } from '../../plan/model/plan.ts';
import { otherEnd } from '../../words/lab/node-view.ts';
import type { InterfaceView } from '../../words/lab/node-view.ts';
import type { NetworkView } from './network-view.ts';

/** The interface of the next node with addresses, and everything between that limits the length of packets. */
export interface Crossing {
  readonly node: PlannedNode;
  readonly from: InterfaceView;
  /** In the order in which a packet meets them. */
  readonly limits: readonly LengthLimit[];
}

/** An interface by which packets leave; nobody answers those that are longer than it or the other end allows. */
export interface LengthLimit {
  readonly place: string;
  /** Bytes of an IP packet. */
  readonly mtu: number;
  /** Bytes above the MTU that pass all the same. */
  readonly slack: number;
  /** The node that sends the packet refuses it itself; otherwise it vanishes behind the interface. */
  readonly isRefusal: boolean;
}

/** Finds the way over a link, and over the bridges behind it, to a gateway; undefined where it does not lead there. */
export const crossLink = (
  { nodes, traits }: Pick<NetworkView, 'nodes' | 'traits'>,
  { node, view, gateway, family }: Leaving,
): Crossing | undefined => {
  const visited = new Set([node.name]);
  const cross = (sender: PlannedNode, out: InterfaceView, before: readonly LengthLimit[]): Crossing | undefined => {
    const peer = nodes.get(out.peer);
    const end = otherEnd(nodes, sender.name, out);
    if (!peer || !end || visited.has(peer.name)) return undefined;
    visited.add(peer.name);
    const limits = [
      ...before,
      { place: out.place, mtu: traits.mtuOf(sender.name, out), slack: 0, isRefusal: !sender.bridges },
      { place: out.place, mtu: traits.mtuOf(peer.name, end), slack: vlanTagBytes, isRefusal: false },
    ];
    if (!peer.bridges) return end.address[family] === gateway ? { node: peer, from: end, limits } : undefined;
    for (const port of peer.interfaces) {
      const leadsToGateway = port !== end && port.beyond?.some(({ address }) => address[family] === gateway);
      const crossing = leadsToGateway ? cross(peer, port, limits) : undefined;
      if (crossing) return crossing;
    }
    return undefined;
  };
  return cross(node, view, []);
};

/** A packet that leaves a node by one of its interfaces. */
interface Leaving {
  readonly node: PlannedNode;
  readonly view: InterfaceView;
  readonly gateway: string;
  readonly family: Family;
}
