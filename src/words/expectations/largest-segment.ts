import type { AmountsAtPlaces } from './amounts-at-places.ts';
import type { Expectation } from '../language/word.ts';
import { amountsAtPlaces, judgeAmountsAtPlaces } from './amounts-at-places.ts';

/** Counts a packet that offloads leave unsegmented as one segment, since that is what passed the place. */
export const largestSegment: Expectation<AmountsAtPlaces> = {
  about: 'The largest TCP payload of one packet at each place, by captures; 0 if none passed.',
  shape: amountsAtPlaces('the largest segment by place', 'payload bytes'),
  example: { 'transit:to-firewall': 8928, 'edge:to-transit': '<= 1428' },
  reads: ['journeys'],
  watch: { word: 'journeys', settings: () => ({}) },
  settles: () => 'any',
  judge: (wanted, { journeys }) => judgeAmountsAtPlaces('segment', wanted, journeys?.segments),
};
