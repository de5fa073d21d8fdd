import { families as allFamilies } from '../../evidence/family.ts';
import type { Family } from '../../evidence/family.ts';
import type { Impairment } from './impairment.ts';
import type { OfferedService } from './offered-service.ts';
import type { FamilyTranslator, TranslatedAddress } from './family-translator.ts';

/** A node as words of the language see it: plain data of its plan, no operations. */
export interface NodeView {
  readonly name: string;
  readonly forwards: boolean;
  /** It forwards frames and has no addresses. */
  readonly bridges?: true;
  /** The node's own address, on lo; empty for a node that forwards frames, and for a family that it does not have. */
  readonly address: Readonly<Record<Family, string>>;
  readonly interfaces: readonly InterfaceView[];
  /** Empty for a node without addresses. */
  readonly families: readonly Family[];
  /** Addresses, also on lo, that other nodes may have too; absent without any. */
  readonly shares?: readonly SharedAddressView[];
  /** Ports that lead to other nodes; absent without any. */
  readonly publishes?: readonly PublishedPort[];
  /** An address of the family that it lacks, at which others reach it through a translator; absent where none translates for it. */
  readonly translated?: TranslatedAddress;
  /** It translates packets between the families; absent for every other node. */
  readonly translates?: FamilyTranslator;
  /** Another translator, to which it sends packets of IPv4 over IPv6 (464XLAT); absent for every other node. */
  readonly leadsTo?: string;
  /** The services that mtulab runs in this node; absent without any. */
  readonly services?: readonly OfferedService[];
}

/** An address that several nodes hold, by its name in the scenario. */
export interface SharedAddressView {
  readonly name: string;
  readonly address: Readonly<Record<Family, string>>;
}

/** A port of a node whose packets it sends on to a port of another node, whose destination it gives them. */
export interface PublishedPort {
  readonly port: number;
  readonly node: string;
  readonly nodePort: number;
}

/** All nodes of a lab by name. */
export type NodeViews = ReadonlyMap<string, NodeView>;

export interface InterfaceView {
  /** Kernel name, at most 15 characters: `to-PEER` where that fits, or the name of the link. */
  readonly name: string;
  /** Its name in a scenario: `NODE:to-PEER`, or `NODE:NAME` on a link with a name. */
  readonly place: string;
  readonly peer: string;
  /** Where its link leads through the emulator: how frames that it sends pass that. */
  readonly emulated?: EmulatedDirection;
  /** Its link rides on the others; no shortest path uses it. */
  readonly tunnel?: true;
  /** Nothing outside shows what the packets of its tunnel carry. */
  readonly encrypts?: true;
  /** The packets of its tunnel take their source from the route to the other end. */
  readonly sourceFromRoute?: true;
  readonly mtu: number;
  /** The families that its link carries; absent where they are those of the node, and all for a port of a bridge. */
  readonly families?: readonly Family[];
  /** The node's address on this link, without prefix length; empty for a family that the link does not carry. */
  readonly address: Readonly<Record<Family, string>>;
  /** The gateway: the peer's address on this link, or that of the first node beyond a bridge. */
  readonly gateway: Readonly<Record<Family, string>>;
  /** Only when one end of the link is a bridge: all nodes with addresses that are reached over it without a router. */
  readonly beyond?: readonly Neighbour[];
}

/** The devices of the emulator by which the frames of one direction arrive and leave. */
export interface EmulatedDirection {
  readonly from: string;
  readonly to: string;
  /** Frames may be held back there, at some time of the scenario. */
  readonly holds?: true;
  /** What the link does to the frames, unless its node does something else. */
  readonly impairment?: Impairment;
}

/** The name of an interface within its node: `to-PEER`, or the name of its link. */
export const interfaceId = ({ place }: Pick<InterfaceView, 'place'>): string => place.slice(place.indexOf(':') + 1);

/** Returns the interface at the other end of a link; two nodes may share several. */
export const otherEnd = <V extends LinkedInterface>(
  nodes: ReadonlyMap<string, { readonly interfaces: readonly V[] }>,
  node: string,
  view: LinkedInterface,
): V | undefined => {
  const id = interfaceId(view);
  const wanted = id === `to-${view.peer}` ? `to-${node}` : id;
  return nodes.get(view.peer)?.interfaces.find((end) => end.peer === node && interfaceId(end) === wanted);
};

type LinkedInterface = Pick<InterfaceView, 'peer' | 'place'>;

/** Whether packets of a family can leave by an interface of a node. */
export const carries = (
  { families, bridges }: Pick<NodeView, 'families' | 'bridges'>,
  view: Pick<InterfaceView, 'families'>,
  family: Family,
): boolean => (view.families ?? (bridges ? allFamilies : families)).includes(family);

/** Whether a node is an end system, which forwards neither packets nor frames. */
export const isHost = ({ forwards, bridges }: Pick<NodeView, 'forwards' | 'bridges'>): boolean => !forwards && !bridges;

/** A node at the other end of a link, with its address there. */
export interface Neighbour {
  readonly node: string;
  readonly address: Readonly<Record<Family, string>>;
}

/** Returns the nodes with addresses that are reached over an interface without a router. */
export const neighboursOf = ({ peer, gateway, beyond }: InterfaceView): readonly Neighbour[] =>
  beyond ?? [{ node: peer, address: gateway }];
