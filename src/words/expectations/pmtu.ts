import type { Amount, ValueOf } from '../language/shape.ts';
import type { Facts } from '../facts/facts.ts';
import type { Expectation } from '../language/word.ts';
import { matchesAmount } from '../language/amount.ts';
import { judgeParts, notObserved } from './judgement.ts';
import type { JudgedPart } from './judgement.ts';
import { amount, byType, fields, list, mapOf, reference } from '../language/shape.ts';

const mtu = amount('the learned path MTU in bytes, or none');

const shape = byType(
  'the learned path MTU, one for each leg, or how many legs have learned which',
  mtu,
  mapOf('path MTUs by leg', mtu, reference('leg', 'the router of the leg')),
  list(
    'how many legs have learned which path MTU, whichever legs they are',
    fields('a number of legs', { legs: amount('how many legs'), mtu }),
    1,
  ),
);

type Wanted = ValueOf<typeof shape>;

/** Only an exception counts; the configured mtu of a route was not learned. */
export const pmtu: Expectation<Wanted> = {
  about: 'The path MTU that a node has learned, for its only path, for each leg, or for a number of legs.',
  shape,
  example: { r1: 'none', r2: 1500 },
  reads: ['pmtu'],
  settles: () => 'any',
  judge: (wanted, { pmtu: learned }) => {
    const legs = Object.keys(learned ?? {});
    if (isList(wanted)) return judgeParts(wanted.map((count) => countOf(count, learned)));
    if (typeof wanted !== 'object' && legs.length === 0) return notObserved(`path MTU ${wanted}`, 'path MTU');
    const byLeg = typeof wanted === 'object' ? wanted : Object.fromEntries(legs.map((leg) => [leg, wanted]));
    return judgeParts(Object.entries(byLeg).map(([leg, expected]) => partOf(leg, expected, learned?.[leg])));
  },
};

const isList = (wanted: Wanted): wanted is readonly LegCount[] => Array.isArray(wanted);

interface LegCount {
  readonly legs: Amount;
  readonly mtu: Amount;
}

const countOf = ({ legs, mtu }: LegCount, learned: Facts['pmtu']): JudgedPart => {
  const all = Object.entries(learned ?? {});
  const found = all.filter(([, seen]) => matchesAmount(mtu, seen)).map(([leg]) => leg);
  return {
    name: `legs with path MTU ${mtu}:`,
    met: learned === undefined ? null : matchesAmount(legs, found.length),
    wanted: `${legs}`,
    saw: `${found.length} of ${all.length}${found.length > 0 ? ` (${found.join(', ')})` : ''}`,
  };
};

const partOf = (leg: string, expected: Amount, seen: number | null | undefined) => ({
  name: leg === 'path' ? 'path MTU' : `path MTU via ${leg}`,
  met: seen === undefined ? null : matchesAmount(expected, seen),
  wanted: `${expected}`,
  saw: `${seen ?? 'none'}`,
});
