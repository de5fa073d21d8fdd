import { facts } from '../facts/facts.ts';
import { formatPercent, ipv6Percent } from '../facts/traffic-share.ts';
import { matchesAmount } from '../language/amount.ts';
import { amount } from '../language/shape.ts';
import type { Amount } from '../language/shape.ts';
import type { Expectation } from '../language/word.ts';
import { notObserved } from './judgement.ts';

/** Counts bytes of IP packets in both directions, since one large transfer outweighs many small ones. */
export const ipv6Share: Expectation<Amount> = {
  about: 'How many percent of the bytes that passed the place of a measurement were those of IPv6 packets.',
  shape: amount('percent of the bytes of IP packets, of both directions together'),
  example: '60..70',
  reads: ['traffic'],
  settles: () => 'any',
  judge: (wanted, { traffic }) => {
    const text = `${wanted} %`;
    const share = traffic && ipv6Percent(traffic);
    if (share === undefined)
      return notObserved(
        text,
        traffic ? `any packet at ${traffic.place}` : 'traffic; the first measurement starts to count',
      );
    const evidence = facts.traffic.format(traffic!);
    return { met: matchesAmount(wanted, share), wanted: text, saw: formatPercent(share), evidence };
  },
};
