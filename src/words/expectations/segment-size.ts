import type { Amount } from '../language/shape.ts';
import type { Expectation } from '../language/word.ts';
import { matchesAmount } from '../language/amount.ts';
import { missingTransfer, transfersOf } from '../facts/transfers-of.ts';
import { judgement, notObserved } from './judgement.ts';
import { amount } from '../language/shape.ts';

/** With timestamps a segment is 12 bytes smaller than the MSS option: 8940 becomes 8928, 1440 becomes 1428. */
export const segmentSize: Expectation<Amount> = {
  about: 'The current segment size of the sender, read from its socket (snd_mss).',
  shape: amount('payload bytes of a full segment'),
  example: '1000..1428',
  reads: ['transfer', 'transfers'],
  settles: () => 'any',
  judge: (wanted, facts) => {
    const flows = transfersOf(facts) ?? [];
    const sizes = flows.flatMap(({ segmentSize: size }) => (size === undefined ? [] : [size]));
    const missing =
      flows.length > 0 ? "the sender's segment size" : missingTransfer(facts, "the sender's segment size");
    const text = `segments of ${wanted} bytes`;
    if (sizes.length === 0) return notObserved(text, missing, flows);
    const met = sizes.every((size) => matchesAmount(wanted, size));
    return judgement(met, { wanted: text, saw: `segments of ${[...new Set(sizes)].join(', ')} bytes`, flows });
  },
};
