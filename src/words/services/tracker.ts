import { fields, integer, optional } from '../language/shape.ts';
import type { ValueOf } from '../language/shape.ts';
import type { Service } from '../language/word.ts';

const defaultPort = 6969;

const shape = fields('a BitTorrent tracker', { port: optional(integer('its TCP port', 1, 65535), defaultPort) });

/** The word `tracker`: what clients of BitTorrent ask who has the data. */
export const tracker: Service<ValueOf<typeof shape>> = {
  about:
    'Answers announces of BitTorrent clients over HTTP with their peers, in the family in which each of them asks.',
  shape,
  example: {},
  listens: ({ port = defaultPort }) => [{ protocol: 'tcp', port }],
  start: async ({ port = defaultPort }, host) => {
    const { swarms } = await import('./swarms.ts');
    host.answerRequests(port, swarms(host.nodes));
  },
  byHand: () => [], // opentracker of Debian answers over IPv4 only, and for torrents on its list only
};
