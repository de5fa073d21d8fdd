import type { Family } from '../../evidence/family.ts';
import type { Impairment } from '../lab/impairment.ts';
import type { InterfaceView, NodeView } from '../lab/node-view.ts';
import type { Effect, Passing } from '../lab/packet.ts';

/** What a trait does to the packets of its node, as far as a prediction can tell; all of it pure. */
export interface PathEffects<S> {
  /** Returns what becomes of a packet at a hook; undefined for a packet that passes as it is. */
  affects?(settings: S, passing: Passing, node: NodeView): Effect | undefined;
  /** Returns the node's route to a destination; undefined where the planned routes lead there. */
  route?(settings: S, destination: string, family: Family): StaticRoute | undefined;
  /** Returns the MTU in bytes of an interface; undefined where it has that of its link. */
  mtu?(settings: S, view: InterfaceView): number | undefined;
  /** Returns the value of a kernel setting; undefined where the trait leaves it alone. */
  sysctl?(settings: S, name: string): string | undefined;
  /** Returns why nothing is predicted of packets that pass the node: `translates addresses`. */
  unpredictable?(settings: S): string | undefined;
  /** Returns what happens to frames that leave by an interface; undefined where its link decides. */
  impairment?(settings: S, view: InterfaceView): Impairment | undefined;
  /** Whether packets wait in a queue of the node, so that a transfer may not finish in time. */
  readonly queues?: true;
}

/** A route to one destination over a neighbour. */
export interface StaticRoute {
  readonly via: string;
  /** Path MTU in bytes. */
  readonly mtu?: number | undefined;
  /** The path MTU is not replaced by what is learned, and IPv4 packets have no DF. */
  readonly isLocked?: boolean | undefined;
  /** MSS in bytes that SYNs advertise. */
  readonly advmss?: number | undefined;
}
