import type { AtPlaces } from './amounts-at-places.ts';
import type { Expectation } from '../language/word.ts';
import { atPlaces, judgeAtPlaces } from './amounts-at-places.ts';

/** The largest segment that the serving node asks for, which bounds the bulk towards it. */
export const synAckMss: Expectation<AtPlaces> = {
  about: 'The MSS option of the SYN-ACK at places, after whatever the node there did to it.',
  shape: atPlaces('the MSS option of the SYN-ACK', 'MSS option in bytes, or none where no SYN-ACK passes'),
  example: { 'server:to-firewall': 8940 },
  reads: ['syn-ack'],
  watch: { word: 'syn', settings: (wanted) => ({ at: Object.keys(wanted) }) },
  settles: () => 'any',
  judge: (wanted, facts) => judgeAtPlaces('SYN-ACK', wanted, facts['syn-ack']),
};
