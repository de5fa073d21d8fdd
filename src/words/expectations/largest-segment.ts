import type { AmountsAtPlaces } from './amounts-at-places.ts';
import type { Expectation } from '../language/word.ts';
import { amountsAtPlaces, judgeAmountsAtPlaces } from './amounts-at-places.ts';

/** What a place really saw: super-packets that offloads leave together count as one. */
export const largestSegment: Expectation<AmountsAtPlaces> = {
  about: 'The largest TCP payload that passed places in one packet, as captures saw it; 0 where none passed.',
  shape: amountsAtPlaces('the largest segment', 'payload bytes'),
  example: { 'transit:to-firewall': 8928, 'edge:to-transit': '<= 1428' },
  reads: ['journeys'],
  watch: { word: 'journeys', settings: () => ({}) },
  settles: () => 'any',
  judge: (wanted, { journeys }) => judgeAmountsAtPlaces('segment', wanted, journeys?.segments),
};
