import type { AtPlaces } from './amounts-at-places.ts';
import type { Expectation } from '../language/word.ts';
import { atPlaces, judgeAtPlaces } from './amounts-at-places.ts';

/** What a place really saw: super-packets that offloads leave together count as one. */
export const largestSegment: Expectation<AtPlaces> = {
  about: 'The largest TCP payload that passed places in one packet, as captures saw it; 0 where none passed.',
  shape: atPlaces('the largest segment', 'payload bytes'),
  example: { 'transit:to-firewall': 8928, 'edge:to-transit': '<= 1428' },
  reads: ['journeys'],
  watch: { word: 'journeys', settings: () => ({}) },
  settles: () => 'any',
  judge: (wanted, { journeys }) => judgeAtPlaces('segment', wanted, journeys?.segments),
};
