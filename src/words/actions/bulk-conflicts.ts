import { sharedFamilies } from '../lab/destination.ts';
import type { NodeView } from '../lab/node-view.ts';
import type { Conflict } from '../language/word.ts';
import type { BulkTransfer } from './bulk-transfer.ts';
import { portConflict } from './source-port.ts';

/** Returns what is wrong with settings that a transfer cannot have together. */
export const bulkConflicts = (
  kind: 'download' | 'upload',
  settings: BulkTransfer,
  nodes: ReadonlyMap<string, NodeView>,
): readonly Conflict[] => {
  const port = portConflict(settings, sharedFamilies(nodes, settings.from, settings.to));
  return [...rawConflicts(kind, settings), ...(port === undefined ? [] : [['port', port] as const])].map(
    ([key, text]) => ({ at: [key], text }),
  );
};

function* rawConflicts(kind: 'download' | 'upload', settings: BulkTransfer): Generator<readonly [string, string]> {
  if (!settings.raw) return;
  if (settings.over !== undefined)
    yield ['over', 'a raw transfer has a connection of its own; remove `over`, or `raw` to send it by HTTP'];
  if (kind === 'upload' && settings['stops-reading-after'] !== undefined)
    yield [
      'stops-reading-after',
      'a raw upload has no header for the server to know when to stop reading; remove `raw`, or use a raw fetch',
    ];
}
