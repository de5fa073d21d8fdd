import type { AmountsAtPlaces } from './amounts-at-places.ts';
import type { Expectation } from '../language/word.ts';
import { amountsAtPlaces, judgeAmountsAtPlaces } from './amounts-at-places.ts';

/** The largest segment that the server accepts, which limits an upload. */
export const synAckMss: Expectation<AmountsAtPlaces> = {
  about: 'The MSS option of the SYN-ACK at each place, after any change by the node there.',
  shape: amountsAtPlaces(
    'the MSS option of the SYN-ACK by place',
    'MSS option in bytes, or none where no SYN-ACK passes',
  ),
  example: { 'server:to-firewall': 8940 },
  reads: ['syn-ack'],
  watch: { word: 'syn', settings: (wanted) => ({ at: Object.keys(wanted) }) },
  settles: () => 'any',
  judge: (wanted, facts) => judgeAmountsAtPlaces('SYN-ACK', wanted, facts['syn-ack']),
};
