import type { Amount } from '../language/shape.ts';
import type { Expectation } from '../language/word.ts';
import { exceedsAmount, matchesAmount } from '../language/amount.ts';
import { amount } from '../language/shape.ts';
import { judgement, notObserved } from './judgement.ts';

/** The times that ping prints are those of its socket: they include what a busy machine adds. */
export const rtt: Expectation<Amount> = {
  about: 'The round-trip time in milliseconds of every answer to a ping.',
  shape: amount('milliseconds, for the shortest and the longest of them'),
  example: '200..210',
  reads: ['rtt'],
  settles: () => 'any',
  judge: (wanted, { rtt }) => {
    const text = `${wanted} ms`;
    if (!rtt) return notObserved(text, 'a round-trip time, since nothing was answered');
    const { least, most } = rtt;
    const met = matchesAmount(wanted, least) && matchesAmount(wanted, most);
    return judgement(met, { wanted: text, saw: least === most ? `${most} ms` : `${least} to ${most} ms` });
  },
  slowed: (wanted, { rtt }) => {
    const isLonger = rtt && [rtt.least, rtt.most].every((ms) => matchesAmount(wanted, ms) || exceedsAmount(wanted, ms));
    return isLonger ? 'which makes round trips longer' : undefined;
  },
};
