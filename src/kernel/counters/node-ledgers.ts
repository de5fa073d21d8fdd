import { constants } from 'node:os';
import { withCapturedPtbs } from '../../evidence/ledger/captured-ptbs.ts';
import type { CapturedPtbs } from '../../evidence/ledger/captured-ptbs.ts';
import { ledgerTable, tableFamily } from '../../evidence/ledger/set-names.ts';
import type { TableFamily } from '../../evidence/ledger/set-names.ts';
import type { Ledger } from '../../evidence/ledger/ledger.ts';
import { readLedger } from '../../evidence/ledger/read-ledger.ts';
import type { NodeView } from '../../words/lab/node-view.ts';
import { NetlinkError, netlinkProtocols } from '../system/netlink.ts';
import type { NetlinkExchange } from '../system/netlink.ts';
import { readSetElements } from './nft-sets.ts';
import { netlinkIn } from '../system/netlink-socket.ts';

/** Reads one part of the ledgers of some nodes; by netlink and synchronously, since a process per node would hold up every flow of a busy run. */
export const readNodeLedgers = async <Part extends keyof Ledger>(
  part: Part,
  { nodes, namespace, capturedPtbs }: Nodes,
  signal: AbortSignal,
): Promise<Ledger[Part]> => {
  signal.throwIfAborted();
  const parts = nodes.map((node) =>
    netlinkIn({ namespace: namespace(node.name), protocol: netlinkProtocols.netfilter }, (exchange) =>
      readLedger[part](node.name, (set) => elementsOrNone(exchange, tableFamily(node), set)),
    ),
  );
  const counts = parts.flat() as unknown as Ledger[Part];
  return correct[part](counts, capturedPtbs, new Set(nodes.map(({ name }) => name)));
};

/** A capture sees Packet Too Big messages that no hook of nft counts; the other parts of the ledger stay as they are. */
const correct: { readonly [Part in keyof Ledger]: Correction<Ledger[Part]> } = {
  ptbs: (counts, captured, nodes) => {
    const { ptbs, incomplete } = captured();
    return withCapturedPtbs(counts, { ptbs: ptbs.filter(({ node }) => nodes.has(node)), incomplete });
  },
  syns: (counts) => counts,
  segments: (counts) => counts,
  fragments: (counts) => counts,
};

type Correction<Counts> = (counts: Counts, captured: () => CapturedPtbs, nodes: ReadonlySet<string>) => Counts;

/** A lab of one family has no sets of the other. */
const elementsOrNone = (
  exchange: NetlinkExchange,
  family: TableFamily,
  set: string,
): ReturnType<typeof readSetElements> => {
  try {
    return readSetElements(exchange, { family, table: ledgerTable }, set);
  } catch (error) {
    if (error instanceof NetlinkError && error.errno === constants.errno.ENOENT) return [];
    throw error;
  }
};

interface Nodes {
  readonly nodes: readonly Pick<NodeView, 'name' | 'bridges'>[];
  /** Path of a node's network namespace. */
  namespace(node: string): string;
  capturedPtbs(): CapturedPtbs;
}
