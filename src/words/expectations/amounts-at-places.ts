import type { Judgement, JudgedPart } from './judgement.ts';
import type { Amount, Shape } from '../language/shape.ts';
import { matchesAmount } from '../language/amount.ts';
import { judgeParts, notObserved } from './judgement.ts';
import { amount, mapOf, named } from '../language/shape.ts';

export type AmountsAtPlaces = Readonly<Record<string, Amount>>;

/** Numbers at places, for what is asserted of a SYN on its way. */
export const amountsAtPlaces = (description: string, what: string): Shape<AmountsAtPlaces> =>
  mapOf(description, amount(what), named('place', 'NODE, for all its interfaces, or NODE:to-PEER'));

/** Holds what was seen at each place against what is wanted; `none` wants that nothing passed there. */
export const judgeAmountsAtPlaces = (
  what: string,
  wanted: AmountsAtPlaces,
  seen: Readonly<Record<string, number>> | undefined,
): Judgement => {
  const sentence = Object.entries(wanted).map(([place, wish]) => `${place} ${wish}`);
  return seen
    ? judgeParts(Object.entries(wanted).flatMap(([place, wish]) => partsOf(what, place, wish, seen)))
    : notObserved(sentence.join(', '), what);
};

const partsOf = (
  what: string,
  place: string,
  wish: Amount,
  seen: Readonly<Record<string, number>>,
): readonly JudgedPart[] => {
  const passed = Object.keys(seen).filter((each) => each === place || each.split(':')[0] === place);
  if (passed.length === 0) return [{ name: place, met: wish === 'none', wanted: `${wish}`, saw: `no ${what}` }];
  return passed.map((name) => ({
    name,
    met: matchesAmount(wish, seen[name]!),
    wanted: `${wish}`,
    saw: `${seen[name]}`,
  }));
};
