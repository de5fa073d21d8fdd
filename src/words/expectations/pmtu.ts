import type { Amount, Typed } from '../language/shape.ts';
import type { Expectation } from '../language/word.ts';
import { matchesAmount } from '../language/amount.ts';
import { judgeParts, notObserved } from './judgement.ts';
import { amount, byType, mapOf, named } from '../language/shape.ts';

const mtu = amount('learned path MTU in bytes, or none where nothing was learned');

const shape = byType('a learned path MTU', mtu, mapOf('for each leg', mtu, named('leg', 'the router of the leg')));

type Wanted = Typed<typeof shape>;

/** Only an exception counts; an mtu that somebody set on a route was not learned. */
export const pmtu: Expectation<Wanted> = {
  about: 'The path MTU that a node has learned, of its only way or for each leg.',
  shape,
  example: { r1: 'none', r2: 1500 },
  reads: ['pmtu'],
  settles: () => 'any',
  judge: (wanted, { pmtu: learned }) => {
    const legs = Object.keys(learned ?? {});
    if (typeof wanted !== 'object' && legs.length === 0) return notObserved(`path MTU ${wanted}`, 'path MTU');
    const wishes = typeof wanted === 'object' ? wanted : Object.fromEntries(legs.map((leg) => [leg, wanted]));
    return judgeParts(Object.entries(wishes).map(([leg, wish]) => partOf(leg, wish, learned?.[leg])));
  },
};

const partOf = (leg: string, wish: Amount, seen: number | null | undefined) => ({
  name: leg === 'path' ? 'path MTU' : `path MTU by ${leg}`,
  met: seen === undefined ? null : matchesAmount(wish, seen),
  wanted: `${wish}`,
  saw: `${seen ?? 'none'}`,
});
