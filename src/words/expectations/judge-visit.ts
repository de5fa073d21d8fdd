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

/** What a slow machine does to the delays of a client, as the rest of a sentence; undefined where the delay is not too long. */
export const slowedDelay = (
  wanted: Amount,
  { visit }: Facts,
  delayOf: (visit: Visit) => number | null,
): string | undefined =>
  visit && exceedsAmount(wanted, delayOf(visit)) ? 'and timers of its programs end later' : undefined;
