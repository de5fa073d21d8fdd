import { familyNames } from '../../evidence/family.ts';
import { winnerOf } from '../lab/visit.ts';
import { oneOf } from '../language/shape.ts';
import type { ValueOf } from '../language/shape.ts';
import type { Expectation } from '../language/word.ts';
import { judgeVisit, slowedRace } from './judge-visit.ts';

const shape = oneOf('the family, or none', 'ipv6', 'ipv4', 'none');

/** A connection that was opened and then left has lost: what counts are bytes of the page. */
export const wonBy: Expectation<ValueOf<typeof shape>> = {
  about: 'The family of the connection that carried the bytes of a visit.',
  shape,
  example: 'ipv4',
  reads: ['visit'],
  settles: () => 'any',
  judge: (wanted, facts) =>
    judgeVisit(wanted === 'none' ? 'no connection' : familyNames[wanted], facts, (visit) => {
      const winner = winnerOf(visit);
      return { met: (winner?.family ?? 'none') === wanted, saw: winner ? familyNames[winner.family] : 'no connection' };
    }),
  slowed: (_, facts) => slowedRace(facts),
};
