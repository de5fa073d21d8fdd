import type { NodeView } from './node-view.ts';

/** The names of nodes by each of their planned addresses, of both families; an address that several nodes hold has a name of its own. */
export const nodesByAddress = (nodes: ReadonlyMap<string, NodeView>): ReadonlyMap<string, string> =>
  new Map(
    [...nodes.values()].flatMap((node) => [
      ...[node, ...node.interfaces].flatMap(({ address }) => named(node.name, address)),
      ...translationsOf(node).map((address) => [address, node.name] as const),
      ...mappedBy(node),
      ...(node.shares ?? []).flatMap(({ name, address }) => named(name, address)),
    ]),
  );

const named = (name: string, { ipv6, ipv4 }: NodeView['address']): readonly (readonly [string, string])[] =>
  [ipv6, ipv4].filter((address) => address !== '').map((address) => [address, name]);

/** The addresses that a translator has for other nodes, by their names. */
const mappedBy = ({ translates }: NodeView): readonly (readonly [string, string])[] =>
  (translates?.map ?? []).flatMap(({ node, ipv6, ipv4 }) => named(node, { ipv6, ipv4 }));

/** The addresses of a node that translators have. */
const translationsOf = ({ translated, translates }: NodeView): readonly string[] =>
  [translated?.address, translates?.address].filter((address) => address !== undefined);
