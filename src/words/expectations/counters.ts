import type { ValueOf } from '../language/shape.ts';
import type { Expectation } from '../language/word.ts';
import { matchesAmount } from '../language/amount.ts';
import { judgeParts } from './judgement.ts';
import { amount, mapOf, reference, text } from '../language/shape.ts';

const shape = mapOf(
  'SNMP counters by node',
  mapOf(
    'how far each counter moves',
    amount('the increase'),
    text('a counter of /proc/net', /^[A-Z][A-Za-z0-9]+$/, 'Ip6InTooBigErrors'),
  ),
  reference('node', 'the node that counts'),
);

/** Shows what the kernel of a node did, but not for which flow. */
export const counters: Expectation<ValueOf<typeof shape>> = {
  about: 'How far the SNMP counters of nodes move during the step, whichever flow moves them.',
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
    const parts = Object.entries(wanted).flatMap(([node, amounts]) =>
      Object.entries(amounts).map(([name, expected]) => {
        const increase = moved?.[node]?.[name];
        return {
          name: `${node} ${name}`,
          met: increase === undefined ? null : matchesAmount(expected, increase),
          wanted: `${expected}`,
          saw: `${increase}`,
        };
      }),
    );
    return judgeParts(parts);
  },
};
