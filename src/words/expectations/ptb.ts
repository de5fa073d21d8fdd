import type { Typed } from '../language/shape.ts';
import type { Expectation } from '../language/word.ts';
import { matchesAmount } from '../language/amount.ts';
import { judgeParts } from './judgement.ts';
import { amount, fields, mapOf, maybe, named } from '../language/shape.ts';

const shape = mapOf(
  'Packet Too Big messages for the flows of the step',
  fields('how many, and where in the node', {
    made: maybe(amount('made here')),
    arrived: maybe(amount('came in, before any filter of the node')),
    left: maybe(amount('went out, after every filter of the node')),
    taken: maybe(amount('reached the own sockets, after every filter of the node')),
    mtu: maybe(amount('the smallest MTU that they tell, wherever in the node they were counted')),
  }),
  named('node', 'the node that counts them'),
);

type Wanted = Typed<typeof shape>;

/** A drop in OUTPUT, FORWARD or INPUT shows as made and not left, arrived and not left, arrived and not taken. */
export const ptb: Expectation<Wanted> = {
  about: 'How many Packet Too Big messages for the flows of the step were made, arrived, left or were taken at a node.',
  shape,
  example: { transit: { made: '>= 1', mtu: 1500 }, firewall: { arrived: '>= 1', left: 0 }, server: { taken: 0 } },
  reads: ['ptb'],
  watch: { word: 'ptb', settings: (wanted) => ({ at: Object.keys(wanted) }) },
  settles: () => 'any',
  judge: (wanted, { ptb: counted }) => {
    const parts = Object.entries(wanted).flatMap(([node, wishes]) =>
      Object.entries(wishes).map(([hook, wish]) => {
        const seen = counted?.[node]?.[hook as keyof typeof wishes];
        return {
          name: `${node} ${hook}`,
          met: seen === undefined ? missing(hook, counted?.[node]) : matchesAmount(wish, seen),
          wanted: `${wish}`,
          saw: `${seen}`,
        };
      }),
    );
    return judgeParts(parts);
  },
};

/** Where no message was counted none told an MTU. */
const missing = (hook: string, seen: object | undefined): false | null => (hook === 'mtu' && seen ? false : null);
