import type { Bulk } from './bulk-transfer.ts';
import type { Action } from '../language/word.ts';
import { bulk, carry } from './bulk-transfer.ts';
import { curl, routeOfBulk, socketsOf } from './curl-command.ts';
import { inBytes } from '../language/amount.ts';

/** Bulk from the server to the client: the direction that a clamped SYN protects. */
export const fetch: Action<Bulk> = {
  about: 'Gets a body of so many bytes from a node that serves HTTP.',
  shape: bulk,
  example: { from: 'client', to: 'server', bytes: '200kB' },
  learns: ['transfer', 'transfers', 'leg'],
  outcomes: ['completed', 'stalled', 'unfinished', 'refused', 'unreachable'],
  perform: (lab, settings, moment) => carry('download', lab, settings, moment),
  byHand: (settings, nodes, family) => [
    curl(settings, nodes, family, {
      argv: ['-o', '/dev/null', '-w', '%{size_download}\\n'],
      path: `/bytes/${inBytes(settings.bytes)}`,
    }),
    socketsOf(settings.to, settings.from, nodes, family),
    routeOfBulk(settings.to, settings.from, nodes, family),
  ],
  nodes: ({ from, to }) => [from, to],
};
