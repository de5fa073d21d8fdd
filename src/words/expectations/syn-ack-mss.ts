import type { AmountsAtPlaces } from './amounts-at-places.ts';
import type { Expectation } from '../language/word.ts';
import { amountsAtPlaces, judgeAmountsAtPlaces } from './amounts-at-places.ts';

/** The largest segment that the serving node asks for, which bounds the bulk towards it. */
export const synAckMss: Expectation<AmountsAtPlaces> = {
  about: 'The MSS option of the SYN-ACK at places, after whatever the node there did to it.',
  shape: amountsAtPlaces('the MSS option of the SYN-ACK', 'MSS option in bytes, or none where no SYN-ACK passes'),
  example: { 'server:to-firewall': 8940 },
  reads: ['syn-ack'],
  watch: { word: 'syn', settings: (wanted) => ({ at: Object.keys(wanted) }) },
  settles: () => 'any',
  judge: (wanted, facts) => judgeAmountsAtPlaces('SYN-ACK', wanted, facts['syn-ack']),
};
