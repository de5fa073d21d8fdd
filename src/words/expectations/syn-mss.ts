import type { AmountsAtPlaces } from './amounts-at-places.ts';
import type { Expectation } from '../language/word.ts';
import { amountsAtPlaces, judgeAmountsAtPlaces } from './amounts-at-places.ts';

/** The largest segment that the client accepts, which limits a download. */
export const synMss: Expectation<AmountsAtPlaces> = {
  about: 'The MSS option of the SYN at each place, after any change by the node there.',
  shape: amountsAtPlaces('the MSS option of the SYN by place', 'MSS option in bytes, or none where no SYN passes'),
  example: { 'client:to-edge': 8940, 'edge:to-transit': 1396 },
  reads: ['syn'],
  watch: { word: 'syn', settings: (wanted) => ({ at: Object.keys(wanted) }) },
  settles: () => 'any',
  judge: (wanted, { syn }) => judgeAmountsAtPlaces('SYN', wanted, syn),
};
