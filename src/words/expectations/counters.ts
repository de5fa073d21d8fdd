import type { Typed } from '../language/shape.ts';
import type { Expectation } from '../language/word.ts';
import { matchesAmount } from '../language/amount.ts';
import { judgeParts } from './judgement.ts';
import { amount, mapOf, named, text } from '../language/shape.ts';

const shape = mapOf(
  'SNMP counters',
  mapOf(
    'how far each moves',
    amount('by so many'),
    text('a counter of /proc/net', /^[A-Z][A-Za-z0-9]+$/, 'Ip6InTooBigErrors'),
  ),
  named('node', 'the node that counts'),
);

/** For what the kernel did at a node; it says nothing about which flow. */
export const counters: Expectation<Typed<typeof shape>> = {
  about: 'How far SNMP counters of nodes move during the step, whichever flow moves them.',
  shape,
  example: { server: { TcpExtTCPTimeouts: 0 }, transit: { IpFragCreates: '>= 1' } },
  reads: ['counters'],
  watch: {
    word: 'counters',
    settings: (wanted) => ({
      at: Object.keys(wanted),
      names: [...new Set(Object.values(wanted).flatMap(Object.keys))],
    }),
  },
  settles: () => 'any',
  judge: (wanted, { counters: moved }) => {
    const parts = Object.entries(wanted).flatMap(([node, wishes]) =>
      Object.entries(wishes).map(([name, wish]) => {
        const by = moved?.[node]?.[name];
        return {
          name: `${node} ${name}`,
          met: by === undefined ? null : matchesAmount(wish, by),
          wanted: `${wish}`,
          saw: `${by}`,
        };
      }),
    );
    return judgeParts(parts);
  },
};
