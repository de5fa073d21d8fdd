import { transferOutcomes } from '../lab/transfer.ts';
import type { BulkTransfer } from './bulk-transfer.ts';
import type { Action } from '../language/word.ts';
import { bulkShape, predictedTransfer, runTransfers } from './bulk-transfer.ts';
import { bulkConflicts } from './bulk-conflicts.ts';
import { curlCommand, routeCommands, socketsCommands } from './curl-command.ts';
import { inBytes } from '../language/amount.ts';

/** A bulk transfer from the client to the server, the direction that a clamped SYN-ACK protects. */
export const upload: Action<BulkTransfer> = {
  about: 'Uploads a body of the given size to a node that serves HTTP (PUT), or raw over TCP.',
  shape: bulkShape,
  example: { from: 'source', to: 'target', bytes: '200kB', leg: 'r2' },
  learns: ['transfer', 'transfers', 'leg', 'holder'],
  outcomes: transferOutcomes,
  perform: (lab, settings, context) => runTransfers('upload', lab, settings, context),
  talksTo: ({ to, over }) => [{ node: to, service: 'http', at: ['to'], isOpen: over !== undefined }],
  conflicts: (settings, nodes) => bulkConflicts('upload', settings, nodes),
  predict: (network, settings, family) => network.transfer(predictedTransfer('upload', settings, family)),
  byHand: (settings, nodes, family) => [
    curlCommand(settings, nodes, family, {
      argv: [...(settings.raw ? [] : putStdin), '-o', '/dev/null', '-w', '%{size_upload}\\n'],
      ...(settings.raw ? { scheme: 'telnet', path: '' } : { path: '/sink' }),
      input: `head -c ${inBytes(settings.bytes)} /dev/zero`,
    }),
    ...socketsCommands(settings.from, settings.to, nodes, family),
    ...routeCommands(settings.from, settings.to, nodes, family),
  ],
  nodes: ({ from, to }) => [from, to],
};

const putStdin = ['-H', 'Expect:', '-T', '-'];
