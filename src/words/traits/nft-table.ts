import type { NodeCommand } from '../lab/node-command.ts';
import type { NodeView } from '../lab/node-view.ts';

/** Replaces the content of a trait's own nft table in one transaction, without touching other tables. */
export const replaceNftTable = (
  node: NodeView,
  table: string,
  { now, before }: { readonly now: readonly string[] | undefined; readonly before: readonly string[] | undefined },
  why: string,
): readonly NodeCommand[] => {
  const removed = before ? [`table inet ${table} {`, '}', `delete table inet ${table}`] : []; // deleting needs a table that exists
  const added = now?.length ? [`table inet ${table} {`, ...now.map((line) => ` ${line}`), '}'] : [];
  const lines = [...removed, ...added];
  return lines.length > 0 ? [{ in: node.name, nft: lines.join('\n'), why }] : [];
};
