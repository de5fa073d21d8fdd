import type { Judgement, JudgedPart } from './judgement.ts';
import type { Amount, Shape } from '../language/shape.ts';
import { matchesAmount } from '../language/amount.ts';
import { judgeParts, notObserved } from './judgement.ts';
import { amount, mapOf, reference } from '../language/shape.ts';

export type AmountsAtPlaces = Readonly<Record<string, Amount>>;

/** The shape of a number expected at each place, such as the MSS of a SYN along its path. */
export const amountsAtPlaces = (description: string, amountDescription: string): Shape<AmountsAtPlaces> =>
  mapOf(description, amount(amountDescription), reference('place', 'NODE for all its interfaces, or NODE:to-PEER'));

/** Compares what was seen at each place with what is expected; `none` expects that nothing passed there. */
export const judgeAmountsAtPlaces = (
  what: string,
  wanted: AmountsAtPlaces,
  seen: Readonly<Record<string, number>> | undefined,
): Judgement => {
  const entries = Object.entries(wanted);
  return seen
    ? judgeParts(entries.flatMap(([place, expected]) => partsOf(what, place, expected, seen)))
    : notObserved(entries.map(([place, expected]) => `${place} ${expected}`).join(', '), what);
};

const partsOf = (
  what: string,
  place: string,
  expected: Amount,
  seen: Readonly<Record<string, number>>,
): readonly JudgedPart[] => {
  const passed = Object.keys(seen).filter((name) => name === place || name.split(':')[0] === place);
  if (passed.length === 0) return [{ name: place, met: expected === 'none', wanted: `${expected}`, saw: `no ${what}` }];
  return passed.map((name) => ({
    name,
    met: matchesAmount(expected, seen[name]!),
    wanted: `${expected}`,
    saw: `${seen[name]}`,
  }));
};
