import { transferOutcomes } from '../lab/transfer.ts';
import type { BulkTransfer } from './bulk-transfer.ts';
import type { Action } from '../language/word.ts';
import { bulkShape, predictedTransfer, runTransfers } from './bulk-transfer.ts';
import { bulkConflicts } from './bulk-conflicts.ts';
import { curlCommand, routeCommands, socketsCommands } from './curl-command.ts';
import { inBytes } from '../language/amount.ts';

/** A bulk transfer from the server to the client, the direction that a clamped SYN protects. */
export const fetch: Action<BulkTransfer> = {
  about: 'Downloads a body of the given size from a node that serves HTTP (GET), or raw over TCP.',
  shape: bulkShape,
  example: { from: 'client', to: 'server', bytes: '200kB' },
  learns: ['transfer', 'transfers', 'leg', 'holder'],
  outcomes: transferOutcomes,
  perform: (lab, settings, context) => runTransfers('download', lab, settings, context),
  talksTo: ({ to, over }) => [{ node: to, service: 'http', at: ['to'], isOpen: over !== undefined }],
  conflicts: (settings, nodes) => bulkConflicts('download', settings, nodes),
  predict: (network, settings, family) => network.transfer(predictedTransfer('download', settings, family)),
  byHand: (settings, nodes, family) => [
    curlCommand(settings, nodes, family, {
      argv: ['-o', '/dev/null', '-w', '%{size_download}\\n'],
      ...(settings.raw
        ? { scheme: 'telnet', path: '', input: `echo ${inBytes(settings.bytes)}` }
        : { path: `/bytes/${inBytes(settings.bytes)}` }),
    }),
    ...socketsCommands(settings.to, settings.from, nodes, family),
    ...routeCommands(settings.to, settings.from, nodes, family),
  ],
  nodes: ({ from, to }) => [from, to],
};
