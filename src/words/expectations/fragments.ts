import type { AmountsAtPlaces } from './amounts-at-places.ts';
import type { Expectation } from '../language/word.ts';
import { amountsAtPlaces, judgeAmountsAtPlaces } from './amounts-at-places.ts';

/** Seen on the wire, so that pieces are told from what was put together again behind it. */
export const fragments: Expectation<AmountsAtPlaces> = {
  about: 'How many IP fragments of the step passed places, in either direction.',
  shape: amountsAtPlaces('fragments', 'how many'),
  example: { 'transit:to-firewall': 0, 'transit:to-edge': '>= 2' },
  reads: ['journeys'],
  watch: { word: 'journeys', settings: () => ({}) },
  settles: () => 'any',
  judge: (wanted, { journeys }) => judgeAmountsAtPlaces('fragments', wanted, journeys?.fragments),
};
