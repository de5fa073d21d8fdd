import type { PlannedNode } from '../../plan/model/plan.ts';
import type { InterfaceView } from '../../words/lab/node-view.ts';
import type { Packet } from '../../words/lab/packet.ts';
import type { Narrowing, Way, WayEnd } from './way.ts';

/** A packet that has reached a node. */
export interface Position {
  readonly node: PlannedNode;
  readonly packet: Packet;
  /** Absent where it begins. */
  readonly from?: InterfaceView;
  /** How it came here; a list would be copied at each hop. */
  readonly trail: Trail | undefined;
  readonly hops: number;
  /** Milliseconds for which impaired links have held it back. */
  readonly delayMs: number;
  /** Where it may have been lost by chance. */
  readonly chances: readonly string[];
  readonly narrowest?: Narrowing;
}

/** The last hop of a packet and those before it: the node that it left, and by which interface. */
interface Trail {
  readonly node: string;
  readonly place: string;
  readonly before: Trail | undefined;
}

/** Returns the way that ends at a position, or behind the interface by which it `left`. */
export const ended = (
  { node, packet, trail, narrowest, delayMs, chances }: Position,
  end: WayEnd,
  left?: string,
): Way => {
  const nodes = [node.name];
  const places = left === undefined ? [] : [left];
  for (let hop = trail; hop; hop = hop.before) {
    nodes.push(hop.node);
    places.push(hop.place);
  }
  return {
    ...{ nodes: nodes.reverse(), places: places.reverse(), packet, end },
    ...(narrowest && { narrowest }),
    ...(delayMs > 0 && { delayMs }),
    ...(chances.length > 0 && { chances }),
  };
};
