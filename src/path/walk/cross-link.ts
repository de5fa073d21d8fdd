import { vlanTagBytes } from '../../evidence/family.ts';
import type { Family } from '../../evidence/family.ts';
import type { PlannedNode } from '../../plan/model/plan.ts';
import { percent, valueFor } from '../../words/lab/impairment.ts';
import type { Impairment } from '../../words/lab/impairment.ts';
import { otherEnd } from '../../words/lab/node-view.ts';
import type { InterfaceView } from '../../words/lab/node-view.ts';
import { inMs } from '../../words/language/amount.ts';
import type { NetworkView } from './network-view.ts';

/** The interface of the next node with addresses, and everything between that limits the length of packets. */
export interface Crossing {
  readonly node: PlannedNode;
  readonly from: InterfaceView;
  /** In the order in which a packet meets them. */
  readonly limits: readonly LengthLimit[];
  /** Milliseconds by which the links hold the packet back. */
  readonly delayMs: number;
  /** Where it may be lost by chance: `client:to-edge loses 1% of the frames`. */
  readonly chances: readonly string[];
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
  const visited = [node.name];
  const cross = (sender: PlannedNode, out: InterfaceView, before: Passed): Crossing | undefined => {
    const peer = nodes.get(out.peer);
    const end = otherEnd(nodes, sender.name, out);
    if (!peer || !end || visited.includes(peer.name)) return undefined;
    visited.push(peer.name);
    const { place } = out;
    const { delayMs, loss, passes } = out.emulated
      ? directionOf(traits.impairmentOf(sender.name, out), family)
      : unimpaired;
    const limits = [...before.limits];
    limits.push({ place, mtu: traits.mtuOf(sender.name, out), slack: 0, isRefusal: !sender.bridges });
    if (passes !== undefined) limits.push({ place, mtu: passes, slack: 0, isRefusal: false });
    limits.push({ place, mtu: traits.mtuOf(peer.name, end), slack: vlanTagBytes, isRefusal: false });
    const passed: Passed = {
      limits,
      delayMs: before.delayMs + delayMs,
      chances: loss === undefined ? before.chances : [...before.chances, `${place} loses ${loss} of the frames`],
    };
    if (!peer.bridges) return end.address[family] === gateway ? { node: peer, from: end, ...passed } : undefined;
    for (const port of peer.interfaces) {
      const leadsToGateway = port !== end && port.beyond?.some(({ address }) => address[family] === gateway);
      const crossing = leadsToGateway ? cross(peer, port, passed) : undefined;
      if (crossing) return crossing;
    }
    return undefined;
  };
  return cross(node, view, { limits: [], delayMs: 0, chances: [] });
};

type Passed = Pick<Crossing, 'limits' | 'delayMs' | 'chances'>;

const unimpaired = { delayMs: 0, loss: undefined, passes: undefined } as const;

/** A link that loses everything carries no length. */
const directionOf = ({ delay, loss, passes }: Impairment, family: Family) => {
  const share = valueFor(loss, family);
  const held = valueFor(delay, family);
  return {
    delayMs: held === undefined ? 0 : inMs(held),
    loss: percent(share) > 0 && percent(share) < 100 ? share : undefined,
    passes: percent(share) === 100 ? 0 : valueFor(passes, family),
  };
};

/** A packet that leaves a node by one of its interfaces. */
interface Leaving {
  readonly node: PlannedNode;
  readonly view: InterfaceView;
  readonly gateway: string;
  readonly family: Family;
}
