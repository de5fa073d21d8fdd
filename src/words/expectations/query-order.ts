import { list, oneOf } from '../language/shape.ts';
import type { ValueOf } from '../language/shape.ts';
import type { Expectation } from '../language/word.ts';
import { judgeVisit, slowedRace } from './judge-visit.ts';

const shape = list('the types in the order of their first queries', oneOf('the type of a query', 'aaaa', 'a'));

/** Repeated queries do not count. */
export const queryOrder: Expectation<ValueOf<typeof shape>> = {
  about: 'The queries for addresses that a visit sent, in their order.',
  shape,
  example: ['aaaa', 'a'],
  reads: ['visit'],
  settles: () => 'any',
  judge: (wanted, facts) =>
    judgeVisit(format(wanted), facts, ({ queries }) => {
      const asked = [...new Set(queries.map(({ family }) => (family === 'ipv6' ? 'aaaa' : 'a')))];
      return { met: format(asked) === format(wanted), saw: format(asked) };
    }),
  slowed: (_, facts) => slowedRace(facts),
};

const format = (types: readonly string[]): string => types.map((type) => type.toUpperCase()).join(', ') || 'no query';
