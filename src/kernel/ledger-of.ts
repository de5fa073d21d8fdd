import type { Ledger } from '../evidence/ledger.ts';
import { readLedger } from '../evidence/read-ledger.ts';
import { ask } from './ask.ts';

/** The ledgers of some nodes as one, all read at the same time. */
export const ledgerOf = async ({ nodes, namespace }: Nodes, signal: AbortSignal): Promise<Ledger> => {
  const parts = await Promise.all(
    nodes.map(async (node) => readLedger(node, JSON.parse(await ask({ namespace: namespace(node), argv }, signal)))),
  );
  return {
    tooBig: parts.flatMap(({ tooBig }) => tooBig),
    syns: parts.flatMap(({ syns }) => syns),
    segments: parts.flatMap(({ segments }) => segments),
  };
};

interface Nodes {
  readonly nodes: readonly string[];
  namespace(node: string): string;
}

const argv = ['nft', '-j', 'list', 'table', 'inet', 'mtulab'];
