import { resolutionDelayOf } from '../lab/visit.ts';
import { amount } from '../language/shape.ts';
import type { Amount } from '../language/shape.ts';
import type { Expectation } from '../language/word.ts';
import { judgeDelay, slowedDelay } from './judge-visit.ts';

/** RFC 8305 section 3. */
export const resolutionDelay: Expectation<Amount> = {
  about: 'The time for which a visit awaited the other answer, from the first answer with addresses to its first SYN.',
  shape: amount('milliseconds, or none for a client that had all answers'),
  example: '45..75',
  reads: ['visit'],
  settles: () => 'any',
  judge: (wanted, facts) => judgeDelay(wanted, facts, resolutionDelayOf),
  slowed: (wanted, facts) => slowedDelay(wanted, facts, resolutionDelayOf),
};
