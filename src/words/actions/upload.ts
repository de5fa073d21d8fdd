import { transferOutcomes } from '../lab/transfer.ts';
import type { BulkTransfer } from './bulk-transfer.ts';
import type { Action } from '../language/word.ts';
import { bulkShape, runTransfers } from './bulk-transfer.ts';
import { curlCommand, routeCommand, socketsCommand } from './curl-command.ts';
import { inBytes } from '../language/amount.ts';

/** A bulk transfer from the client to the server, the direction that a clamped SYN-ACK protects. */
export const upload: Action<BulkTransfer> = {
  about: 'Uploads a body of the given size (PUT) to a node that serves HTTP.',
  shape: bulkShape,
  example: { from: 'source', to: 'target', bytes: '200kB', leg: 'r2' },
  learns: ['transfer', 'transfers', 'leg'],
  outcomes: transferOutcomes,
  perform: (lab, settings, context) => runTransfers('upload', lab, settings, context),
  byHand: (settings, nodes, family) => [
    curlCommand(settings, nodes, family, {
      argv: ['-H', 'Expect:', '-T', '-', '-o', '/dev/null', '-w', '%{size_upload}\\n'],
      path: '/sink',
      body: inBytes(settings.bytes),
    }),
    socketsCommand(settings.from, settings.to, nodes, family),
    routeCommand(settings.from, settings.to, nodes, family),
  ],
  nodes: ({ from, to }) => [from, to],
};
