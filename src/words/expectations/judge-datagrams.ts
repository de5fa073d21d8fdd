import { countLines, formatError, formatOutcomes } from '../facts/format-datagrams.ts';
import type { FactOf } from '../facts/facts.ts';
import { matchesAmount } from '../language/amount.ts';
import type { Amount } from '../language/shape.ts';
import type { Judgement } from './judgement.ts';
import { judgement, judgeParts } from './judgement.ts';

/** Judges what became of datagrams: of all of them, or how many had each outcome. */
export const judgeDatagrams = (
  wanted: string | Readonly<Record<string, Amount | object>>,
  exchanges: FactOf<'datagrams'>,
): Judgement => {
  const outcomes = exchanges.flatMap((exchange) => exchange.outcomes);
  const evidence = countLines(exchanges.flatMap(({ errors }) => errors.map(formatError)));
  if (typeof wanted === 'string') {
    const met = outcomes.every((outcome) => outcome === wanted);
    return { ...judgement(met, { wanted, saw: formatOutcomes(outcomes) }), evidence };
  }
  const parts = Object.entries(wanted).map(([name, expected]) => {
    const count = outcomes.filter((outcome) => outcome === name).length;
    const met = typeof expected === 'object' ? null : matchesAmount(expected, count);
    return { name, met, wanted: String(expected), saw: `${count} of ${outcomes.length}` };
  });
  return judgeParts(parts, evidence);
};
