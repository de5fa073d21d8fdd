import type { Amount, ValueOf } from '../language/shape.ts';
import type { Expectation } from '../language/word.ts';
import { matchesAmount } from '../language/amount.ts';
import { judgeParts, notObserved } from './judgement.ts';
import { amount, byType, mapOf, reference } from '../language/shape.ts';

const mtu = amount('the learned path MTU in bytes, or none');

const shape = byType(
  'the learned path MTU, or one for each leg',
  mtu,
  mapOf('path MTUs by leg', mtu, reference('leg', 'the router of the leg')),
);

type Wanted = ValueOf<typeof shape>;

/** Only an exception counts; the configured mtu of a route was not learned. */
export const pmtu: Expectation<Wanted> = {
  about: 'The path MTU that a node has learned, for its only path or for each leg.',
  shape,
  example: { r1: 'none', r2: 1500 },
  reads: ['pmtu'],
  settles: () => 'any',
  judge: (wanted, { pmtu: learned }) => {
    const legs = Object.keys(learned ?? {});
    if (typeof wanted !== 'object' && legs.length === 0) return notObserved(`path MTU ${wanted}`, 'path MTU');
    const byLeg = typeof wanted === 'object' ? wanted : Object.fromEntries(legs.map((leg) => [leg, wanted]));
    return judgeParts(Object.entries(byLeg).map(([leg, expected]) => partOf(leg, expected, learned?.[leg])));
  },
};

const partOf = (leg: string, expected: Amount, seen: number | null | undefined) => ({
  name: leg === 'path' ? 'path MTU' : `path MTU via ${leg}`,
  met: seen === undefined ? null : matchesAmount(expected, seen),
  wanted: `${expected}`,
  saw: `${seen ?? 'none'}`,
});
