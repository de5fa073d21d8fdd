import type { CauseWord } from '../../evidence/stalls/episode.ts';
import type { Facts } from '../../words/facts/facts.ts';
import { transfersOf } from '../../words/facts/transfers-of.ts';
import type { PredictedEnd, Prediction } from '../../words/lab/network.ts';
import { formatEnd, formatEnds } from './format-prediction.ts';

/** A prediction beside what was measured; `met` is null where one of both says nothing. */
export interface Comparison {
  readonly met: boolean | null;
  readonly wanted: string;
  readonly saw: string;
  readonly evidence: readonly string[];
}

/** Compares a prediction with the facts of its step: whether each thing that was measured is among what was predicted. */
export const comparePrediction = (prediction: Prediction, facts: Facts): Comparison => {
  const measured = measuredEnds(facts);
  if ('unknown' in prediction) return nothing(`no prediction: ${prediction.unknown}`, measured);
  const wanted = formatEnds(prediction.ends);
  const evidence = [...prediction.notes, ...new Set(prediction.ends.map(({ because }) => because))];
  if (measured.length === 0) return { met: null, wanted, saw: 'not observed: an outcome', evidence };
  const answers = measured.map((end) => isAmong(end, prediction.ends));
  const met = answers.includes(false) ? false : answers.includes(null) ? null : true;
  return { met, wanted, saw: textOf(measured), evidence };
};

const nothing = (wanted: string, measured: readonly Measured[]): Comparison => ({
  ...{ met: null, wanted, saw: textOf(measured), evidence: [] },
});

interface Measured {
  readonly outcome: PredictedEnd['outcome'] | 'not-judged';
  readonly cause?: CauseWord;
  readonly place?: string | undefined;
}

const measuredEnds = (facts: Facts): readonly Measured[] => {
  const flows = transfersOf(facts);
  if (!flows && facts.datagrams) {
    const outcomes = facts.datagrams.flatMap((exchange) => exchange.outcomes);
    return [...new Set(outcomes)].map((outcome) => ({ outcome }));
  }
  if (!flows) return facts.reply ? [{ outcome: facts.reply.word }] : [];
  return flows.map(({ outcome, episodes }) => {
    const cause = outcome === 'stalled' ? episodes.at(-1)?.cause : undefined;
    return { outcome, ...(cause && { cause: cause.word, place: cause.place }) };
  });
};

const textOf = (measured: readonly Measured[]): string =>
  [
    ...new Set(
      measured.map(({ outcome, ...rest }) =>
        outcome === 'not-judged' ? 'not judged' : formatEnd({ outcome, ...placed(rest), because: '' }),
      ),
    ),
  ].join(', ');

const placed = ({ cause, place }: Omit<Measured, 'outcome'>) => ({
  ...(cause && { cause }),
  ...(place !== undefined && { place }),
});

/** Null for what was not judged, and for a transfer that was only too slow for its step. */
const isAmong = (measured: Measured, ends: readonly PredictedEnd[]): boolean | null => {
  if (measured.outcome === 'not-judged') return null;
  if (ends.some((end) => agrees(measured, end))) return true;
  return measured.outcome === 'unfinished' && ends.some(({ outcome }) => outcome === 'completed') ? null : false;
};

const agrees = ({ outcome, cause, place }: Measured, end: PredictedEnd): boolean => {
  if (outcome !== end.outcome) return false;
  if (cause === undefined || cause === 'unknown' || end.cause === undefined) return true;
  return cause === end.cause && (place === undefined || end.place === undefined || nodeOf(place) === nodeOf(end.place));
};

const nodeOf = (place: string): string => place.split(':')[0]!;
