import { ledgerTable, tableFamily } from '../../evidence/ledger/set-names.ts';
import type { TableFamily } from '../../evidence/ledger/set-names.ts';
import type { Ledger } from '../../evidence/ledger/ledger.ts';
import { readLedger } from '../../evidence/ledger/read-ledger.ts';
import type { NodeView } from '../../words/lab/node-view.ts';
import { netlinkProtocols } from '../system/netlink.ts';
import type { NetlinkExchange } from '../system/netlink.ts';
import { readSetElements } from './nft-sets.ts';
import { netlinkIn } from '../system/sockets.ts';

/** A part of the ledgers of some nodes; read by netlink in this very tick, since a process per node would hold up every flow of a busy run. */
export const readNodeLedgers = async <Part extends keyof Ledger>(
  part: Part,
  { nodes, namespace }: Nodes,
  signal: AbortSignal,
): Promise<Ledger[Part]> => {
  signal.throwIfAborted();
  const counted = nodes.map((node) =>
    netlinkIn({ namespace: namespace(node.name), protocol: netlinkProtocols.netfilter }, (exchange) =>
      readLedger[part](node.name, (set) => elementsOf(exchange, tableFamily(node), set)),
    ),
  );
  return counted.flat() as unknown as Ledger[Part];
};

/** A lab of one family has no sets of the other: ENOENT is 2. */
const elementsOf = (
  exchange: NetlinkExchange,
  family: TableFamily,
  set: string,
): ReturnType<typeof readSetElements> => {
  try {
    return readSetElements(exchange, { family, table: ledgerTable }, set);
  } catch (problem) {
    if (problem instanceof Error && problem.message.endsWith('errno 2')) return [];
    throw problem;
  }
};

interface Nodes {
  readonly nodes: readonly Pick<NodeView, 'name' | 'bridges'>[];
  namespace(node: string): string;
}
