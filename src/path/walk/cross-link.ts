import type { Family } from '../../evidence/family.ts';
import type { PlannedNode } from '../../plan/model/plan.ts';
import { otherEnd } from '../../words/lab/node-view.ts';
import type { InterfaceView } from '../../words/lab/node-view.ts';
import type { NetworkView } from './network-view.ts';

/** Where a packet gets to that leaves an interface towards a gateway: the interface of the next node with addresses, or its end. */
export type Crossing =
  | { readonly node: PlannedNode; readonly from: InterfaceView }
  | { readonly refusedAt: string; readonly mtu: number }
  | { readonly lostAt: string; readonly mtu: number };

/**
 * Takes a packet over a link, and over the bridges behind it. An interface sends nothing above its own MTU, and a receiving one drops what is
 * above its MTU and 4 bytes (is_skb_forwardable leaves room for a VLAN tag); nobody answers either.
 */
export const crossLink = (
  { nodes, traits }: NetworkView,
  { node, view, gateway, family, bytes }: Leaving,
): Crossing | undefined => {
  const visited = new Set([node.name]);
  const cross = (sender: PlannedNode, out: InterfaceView): Crossing | undefined => {
    const own = traits.mtuOf(sender.name, out);
    const peer = nodes.get(out.peer);
    const end = otherEnd(nodes, sender.name, out);
    if (!peer || !end || visited.has(peer.name)) return undefined;
    visited.add(peer.name);
    if (!leadsTo(peer, end, { gateway, family })) return undefined;
    if (bytes > own) return sender.bridges ? { lostAt: out.place, mtu: own } : { refusedAt: out.place, mtu: own };
    const accepted = traits.mtuOf(peer.name, end);
    if (bytes > accepted + vlanTagBytes) return { lostAt: out.place, mtu: accepted };
    if (!peer.bridges) return { node: peer, from: end };
    for (const port of peer.interfaces) {
      const crossing = port === end ? undefined : cross(peer, port);
      if (crossing) return crossing;
    }
    return undefined;
  };
  return cross(node, view);
};

const vlanTagBytes = 4;

/** A packet that leaves a node by one of its interfaces. */
interface Leaving {
  readonly node: PlannedNode;
  readonly view: InterfaceView;
  readonly gateway: string;
  readonly family: Family;
  readonly bytes: number;
}

/** Whether the gateway is at this end of a link, or beyond its bridge. */
const leadsTo = (
  peer: PlannedNode,
  end: InterfaceView,
  { gateway, family }: Pick<Leaving, 'gateway' | 'family'>,
): boolean =>
  peer.bridges
    ? peer.interfaces.some(
        (port) => port !== end && (port.beyond ?? []).some(({ address }) => address[family] === gateway),
      )
    : end.address[family] === gateway;
