import type { NodeView } from './node-view.ts';

/** The names of nodes by each of their planned addresses, of both families. */
export const nodesByAddress = (nodes: ReadonlyMap<string, NodeView>): ReadonlyMap<string, string> =>
  new Map(
    [...nodes.values()].flatMap((node) =>
      [node, ...node.interfaces].flatMap(({ address: { ipv6, ipv4 } }) => [
        [ipv6, node.name] as const,
        [ipv4, node.name] as const,
      ]),
    ),
  );
