import type { NodeView } from '../../words/lab/node-view.ts';
import type { CapturedInterface } from './start-capture.ts';

/** Resolves places to interfaces: `NODE` all of a node, `NODE:to-PEER` one; without a list every interface of every node. */
export const interfacesAt = (
  nodes: ReadonlyMap<string, Pick<NodeView, 'name' | 'interfaces'>>,
  places?: readonly string[],
): readonly CapturedInterface[] =>
  [...nodes.values()]
    .flatMap(({ name: node, interfaces }) => interfaces.map(({ name, place, mtu }) => ({ node, name, place, mtu })))
    .filter(({ node, place }) => !places || places.includes(node) || places.includes(place));

/** The places that match no interface of this lab. */
export const unknownPlaces = (
  nodes: ReadonlyMap<string, Pick<NodeView, 'name' | 'interfaces'>>,
  places: readonly string[],
): readonly string[] => places.filter((place) => interfacesAt(nodes, [place]).length === 0);
