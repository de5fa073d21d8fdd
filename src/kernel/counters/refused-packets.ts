import { refusedChain, refusedTable } from '../../evidence/ledger/set-names.ts';
import type { NodeView, NodeViews } from '../../words/lab/node-view.ts';
import { otherEnd } from '../../words/lab/node-view.ts';
import { linkCounters } from './link-counters.ts';
import type { LinkCounters } from './link-counters.ts';
import { readNodeRules } from './node-rules.ts';

/**
 * The counters of a node's interfaces by name; `tx_over_mtu` are the packets that an interface did not send because they exceed its MTU. The
 * other end of its link counts them, so an interface whose other end accepts no longer packets has no such counter.
 */
export const countersOfLinks = (node: NodeView, { nodes, namespace }: Lab): Readonly<Record<string, LinkCounters>> => {
  const counters = linkCounters(namespace(node.name));
  const refused = node.interfaces.flatMap((view) => {
    const { name, peer } = view;
    const end = otherEnd(nodes, node.name, view);
    const packets = end && refusedPackets(namespace(peer), end.name);
    return packets === undefined ? [] : [[name, { ...counters[name], tx_over_mtu: packets }] as const];
  });
  return { ...counters, ...Object.fromEntries(refused) };
};

interface Lab {
  readonly nodes: NodeViews;
  /** Path of a node's network namespace. */
  namespace(node: string): string;
}

const refusedPackets = (namespace: string, interfaceName: string): number | undefined =>
  readNodeRules(namespace).find(({ table, chain }) => table === refusedTable && chain === refusedChain(interfaceName))
    ?.packets;
