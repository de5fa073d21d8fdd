import type { NodeCommand } from '../lab/node-command.ts';
import type { NodeView } from '../lab/node-view.ts';

/** Gives a trait the content of its own nft table in one transaction: what stood there goes, nothing else is touched. */
export const replaceNftTable = (
  place: NodeView,
  table: string,
  { now, before }: { readonly now: readonly string[] | undefined; readonly before: readonly string[] | undefined },
  why: string,
): readonly NodeCommand[] => {
  const gone = before ? [`table inet ${table} {`, '}', `delete table inet ${table}`] : []; // deleting needs a table that exists
  const made = now?.length ? [`table inet ${table} {`, ...now.map((line) => ` ${line}`), '}'] : [];
  const lines = [...gone, ...made];
  return lines.length > 0 ? [{ in: place.name, nft: lines.join('\n'), why }] : [];
};
