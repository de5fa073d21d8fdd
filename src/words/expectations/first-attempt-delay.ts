import { firstAttemptDelayOf } from '../lab/visit.ts';
import { amount } from '../language/shape.ts';
import type { Amount } from '../language/shape.ts';
import type { Expectation } from '../language/word.ts';
import { judgeDelay, slowedDelay } from './judge-visit.ts';

/** It shows for how long a client waited for answers; a busy machine makes it longer, so that a least value is safe, and a greatest one is not. */
export const firstAttemptDelay: Expectation<Amount> = {
  about: 'The time from the first query of a visit to its first SYN.',
  shape: amount('milliseconds, or none for a client that sent no SYN'),
  example: '>= 290',
  reads: ['visit'],
  settles: () => 'any',
  judge: (wanted, facts) => judgeDelay(wanted, facts, firstAttemptDelayOf),
  slowed: (wanted, facts) => slowedDelay(wanted, facts, firstAttemptDelayOf),
};
