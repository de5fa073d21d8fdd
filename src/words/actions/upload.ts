import type { Bulk } from './bulk-transfer.ts';
import type { Action } from '../language/word.ts';
import { bulk, carry } from './bulk-transfer.ts';
import { curl, routeOfBulk, socketsOf } from './curl-command.ts';
import { inBytes } from '../language/amount.ts';

/** Bulk from the client to the server: the direction that a clamped SYN-ACK protects. */
export const upload: Action<Bulk> = {
  about: 'Puts a body of so many bytes to a node that serves HTTP.',
  shape: bulk,
  example: { from: 'source', to: 'target', bytes: '200kB', leg: 'r2' },
  learns: ['transfer', 'transfers', 'leg'],
  outcomes: ['completed', 'stalled', 'unfinished', 'refused', 'unreachable'],
  perform: (lab, settings, moment) => carry('upload', lab, settings, moment),
  byHand: (settings, nodes, family) => [
    curl(settings, nodes, family, {
      argv: ['-H', 'Expect:', '-T', '-', '-o', '/dev/null', '-w', '%{size_upload}\\n'],
      path: '/sink',
      body: inBytes(settings.bytes),
    }),
    socketsOf(settings.from, settings.to, nodes, family),
    routeOfBulk(settings.from, settings.to, nodes, family),
  ],
  nodes: ({ from, to }) => [from, to],
};
