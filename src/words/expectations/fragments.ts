import type { AmountsAtPlaces } from './amounts-at-places.ts';
import type { Expectation } from '../language/word.ts';
import { amountsAtPlaces, judgeAmountsAtPlaces } from './amounts-at-places.ts';

/** Counts fragments on the wire, before any node reassembles them. */
export const fragments: Expectation<AmountsAtPlaces> = {
  about: 'How many IP fragments of the step passed each place, in either direction.',
  shape: amountsAtPlaces('fragments by place', 'how many'),
  example: { 'transit:to-firewall': 0, 'transit:to-edge': '>= 2' },
  reads: ['journeys'],
  watch: { word: 'journeys', settings: () => ({}) },
  settles: () => 'any',
  judge: (wanted, { journeys }) => judgeAmountsAtPlaces('fragments', wanted, journeys?.fragments),
};
