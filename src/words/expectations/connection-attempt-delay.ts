import { attemptDelayOf } from '../lab/visit.ts';
import { amount } from '../language/shape.ts';
import type { Amount } from '../language/shape.ts';
import type { Expectation } from '../language/word.ts';
import { judgeDelay, slowedDelay } from './judge-visit.ts';

/** RFC 8305 section 5. */
export const connectionAttemptDelay: Expectation<Amount> = {
  about: 'The time from the first SYN of a visit to the first SYN towards another address.',
  shape: amount('milliseconds, or none for a client that tries one address'),
  example: '230..290',
  reads: ['visit'],
  settles: () => 'any',
  judge: (wanted, facts) => judgeDelay(wanted, facts, attemptDelayOf),
  slowed: (wanted, facts) => slowedDelay(wanted, facts, attemptDelayOf),
};
