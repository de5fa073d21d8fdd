import type { Family } from '../../evidence/family.ts';
import type { NodeView, NodeViews } from './node-view.ts';
import { portOf } from './offered-service.ts';

/** What a flow can go to: a node, or an address that several nodes hold. */
export interface Destination {
  readonly name: string;
  readonly address: Readonly<Record<Family, string>>;
  /** The node, or all that hold the address. */
  readonly holders: readonly [NodeView, ...NodeView[]];
  readonly isShared: boolean;
}

/** Returns the node or the shared address with this name; undefined when there is none. */
export const destinationOf = (nodes: NodeViews, name: string): Destination | undefined => {
  const node = nodes.get(name);
  if (node) return { name, address: addressReached(node), holders: [node], isShared: false };
  const addressAt = ({ shares = [] }: NodeView) => shares.find((shared) => shared.name === name)?.address;
  const [first, ...others] = [...nodes.values()].filter((each) => addressAt(each));
  return first && { name, address: addressAt(first)!, holders: [first, ...others], isShared: true };
};

/** Whether a destination leads to a node: it is the node itself, or an address that it shares. */
export const holds = ({ name, shares = [] }: NodeView, destination: string): boolean =>
  destination === name || shares.some((shared) => shared.name === destination);

/** Its own address, and in the family that it lacks that of a translator. */
const addressReached = ({ address, translated }: NodeView): NodeView['address'] =>
  translated ? { ...address, [translated.family]: translated.address } : address;

/** The address of a destination that the checks have found. */
export const addressOf = (nodes: NodeViews, name: string, family: Family): string =>
  destinationOf(nodes, name)!.address[family];

/** The families in which others reach a node: its own, and the one of a translator. */
export const familiesReached = ({ families, translated }: NodeView): readonly Family[] =>
  translated ? [...families, translated.family] : families;

/** The families in which a node can talk to a destination: those that it and a holder have. */
export const sharedFamilies = (nodes: NodeViews, from: string, to: string): readonly Family[] => {
  const { holders = [] } = destinationOf(nodes, to) ?? {};
  const own = nodes.get(from)?.families ?? [];
  return own.filter((family) => holders.some((holder) => familiesReached(holder).includes(family)));
};

/** The names of the nodes to which a destination may lead. */
export const holderNames = (nodes: NodeViews, name: string): readonly string[] =>
  destinationOf(nodes, name)?.holders.map((node) => node.name) ?? [];

/** Where a service is found at a destination: the port that clients use, and the nodes that may answer. */
export interface ServiceAt {
  readonly port: number;
  readonly servers: readonly [string, ...string[]];
}

/** Returns how a service is reached at a node or a shared address, also through a port that leads to another node; undefined where it is not. */
export const serviceAt = (nodes: NodeViews, name: string, word: string): ServiceAt | undefined => {
  const { holders } = destinationOf(nodes, name) ?? {};
  if (!holders) return undefined;
  const [first, ...others] = holders;
  const port = portOf(word, first);
  if (port !== undefined) return { port, servers: [first.name, ...others.map((node) => node.name)] };
  const published = first.publishes?.find((each) => portOf(word, nodes.get(each.node) ?? {}) === each.nodePort);
  return published && { port: published.port, servers: [published.node] };
};
