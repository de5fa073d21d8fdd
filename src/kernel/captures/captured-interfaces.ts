import { otherEnd } from '../../words/lab/node-view.ts';
import type { InterfaceView, NodeView } from '../../words/lab/node-view.ts';

/** Resolves places to interfaces: `NODE` all of a node, `NODE:to-PEER` one; without a list every interface of every node. */
export const interfacesAt = (
  nodes: ReadonlyMap<string, Pick<NodeView, 'name' | 'interfaces'>>,
  places?: readonly string[],
): readonly CapturedInterface[] =>
  [...nodes.values()]
    .flatMap(({ name: node, interfaces }) =>
      interfaces.map((view) => {
        const { name, place, mtu, peer, tunnel } = view;
        const end = otherEnd(nodes, node, view);
        const sender = end && { node: peer, name: end.name, place: end.place };
        return { node, name, place, mtu, ...(tunnel ? { tunnel } : sender && { sender }) };
      }),
    )
    .filter(({ node, place }) => !places || places.includes(node) || places.includes(place));

/** An interface and the node that it belongs to. */
export type CapturedInterface = Pick<InterfaceView, 'name' | 'place' | 'mtu'> & {
  readonly node: string;
  /** Its MTU limits nothing that it sends. */
  readonly tunnel?: true;
  /** The interface at the other end of its link; absent for a tunnel. */
  readonly sender?: { readonly node: string; readonly name: string; readonly place: string };
};

/** The places that match no interface of this lab. */
export const unknownPlaces = (
  nodes: ReadonlyMap<string, Pick<NodeView, 'name' | 'interfaces'>>,
  places: readonly string[],
): readonly string[] => places.filter((place) => interfacesAt(nodes, [place]).length === 0);
