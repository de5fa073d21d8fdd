import { families, familyNames } from '../../evidence/family.ts';
import { matchesAmount } from '../language/amount.ts';
import { amount, fields, optional } from '../language/shape.ts';
import type { ValueOf } from '../language/shape.ts';
import type { Expectation } from '../language/word.ts';
import { judgeVisit, slowedRace } from './judge-visit.ts';

const shape = fields('the number of addresses by family', {
  ipv6: optional(amount('IPv6 addresses')),
  ipv4: optional(amount('IPv4 addresses')),
});

/** An address that got several SYNs counts once. */
export const addressesTried: Expectation<ValueOf<typeof shape>> = {
  about: 'How many addresses of each family a visit sent a SYN to.',
  shape,
  example: { ipv6: 1, ipv4: 1 },
  reads: ['visit'],
  settles: () => 'any',
  judge: (wanted, facts) => {
    const judged = families.filter((family) => wanted[family] !== undefined);
    const texts = (count: (family: (typeof families)[number]) => unknown): string =>
      judged.map((family) => `${String(count(family))} over ${familyNames[family]}`).join(', ');
    return judgeVisit(
      texts((family) => wanted[family]),
      facts,
      ({ attempts }) => {
        const tried = (family: (typeof families)[number]): number =>
          new Set(attempts.filter((attempt) => attempt.family === family).map(({ address }) => address)).size;
        return { met: judged.every((family) => matchesAmount(wanted[family]!, tried(family))), saw: texts(tried) };
      },
    );
  },
  slowed: (_, facts) => slowedRace(facts),
};
