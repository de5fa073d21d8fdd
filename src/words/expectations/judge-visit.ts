import type { Facts } from '../facts/facts.ts';
import type { Visit } from '../lab/visit.ts';
import { exceedsAmount, matchesAmount } from '../language/amount.ts';
import type { Amount } from '../language/shape.ts';
import { formatVisit } from '../facts/format-visit.ts';
import { judgement, notObserved } from './judgement.ts';
import type { Judgement } from './judgement.ts';

/** Judges a visit, with its queries and attempts as the evidence; not judged without one. */
export const judgeVisit = (
  wanted: string,
  { visit }: Facts,
  judge: (visit: Visit) => { readonly met: boolean; readonly saw: string },
): Judgement => {
  if (!visit) return notObserved(wanted, 'a visit');
  const { met, saw } = judge(visit);
  return { ...judgement(met, { wanted, saw }), evidence: formatVisit(visit) };
};

/** Judges a time in milliseconds; null where the client had no such delay. */
export const judgeDelay = (wanted: Amount, facts: Facts, delayOf: (visit: Visit) => number | null): Judgement =>
  judgeVisit(`${wanted} ms`, facts, (visit) => {
    const delay = delayOf(visit);
    return { met: matchesAmount(wanted, delay), saw: delay === null ? 'none' : `${Math.round(delay)} ms` };
  });

/** What a slow machine does to the race of a visit: which attempts there are depends on timers and answers within 50 to 300 ms. */
export const slowedRace = ({ visit }: Facts): string | undefined =>
  visit && 'and a race between timers and answers may end otherwise';

/** What a slow machine does to a delay that is too long, or that a race has without its delays; undefined for one that is too short. */
export const slowedDelay = (
  wanted: Amount,
  facts: Facts,
  delayOf: (visit: Visit) => number | null,
): string | undefined => {
  const delay = facts.visit ? delayOf(facts.visit) : undefined;
  return delay === null || (delay !== undefined && exceedsAmount(wanted, delay)) ? slowedRace(facts) : undefined;
};
