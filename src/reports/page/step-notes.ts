import type { StepResult } from '../../events/events.ts';
import type { GraphMark } from '../../plan/graph/marks.ts';
import { transfersOf } from '../../words/facts/transfers-of.ts';
import type { Observation } from '../../words/lab/transfer.ts';
import { drawnPackets } from '../../words/facts/drawn-packets.ts';
import { formatFacts } from '../../words/facts/format-facts.ts';
import type { Facts } from '../../words/facts/facts.ts';
import type { JourneySummary } from '../../wire/summary/journey-summary.ts';
import { nodeOf } from '../../wire/journeys/sighting.ts';
import { familyLabels, mergeFamilies } from '../story/merge-families.ts';

/** What happened in a step, each at its place, in the words of its evidence: where packets ended and why, and what was rewritten. */
export const stepNotes = ({ facts, verdicts, ms = 0 }: NotedStep): readonly GraphMark[] => {
  const learned = Object.values(facts);
  const causes = [
    ...verdicts.flatMap(({ cause, place }) => noteOfCause(cause, place)),
    ...learned.flatMap((each) => (transfersOf(each) ?? []).flatMap(({ episodes }) => episodes.flatMap(noteOfEpisode))),
    ...learned.flatMap(({ journeys }) => noteOfCause(journeys?.cause?.word, journeys?.cause?.place)),
  ];
  const packets = learned.flatMap(shownPackets);
  const crossed = new Set(causes.map(({ place }) => nodeOf(place)));
  const lost = packets.flatMap(lostData).filter(({ place }) => !crossed.has(nodeOf(place)));
  const sizes = learned.flatMap((each) => (transfersOf(each) ?? []).flatMap((flow) => learnedPathMtu(flow, ms)));
  return distinct([...largest(lost), ...causes, ...packets.flatMap(rewrites), ...sizes]);
};

type NotedStep = Pick<StepResult, 'facts' | 'verdicts'> & Partial<Pick<StepResult, 'ms'>>;

/** A path MTU that the sender learned during this step, which lasted `stepMs`; a kept flow has samples of earlier steps too. */
const learnedPathMtu = ({ samples, elapsedMs }: Observation, stepMs: number): readonly GraphMark[] => {
  if (!samples) return [];
  const { node, ms, pmtu } = samples;
  const index = pmtu.findLastIndex((value, at) => at > 0 && value !== pmtu[at - 1]);
  if (index < 0 || ms[index]! < elapsedMs - stepMs) return [];
  return [{ place: node, tone: 'good', text: `path MTU ${pmtu[index - 1]}→${pmtu[index]}` }];
};

/** The names of causes as texts: `Packet Too Big lost`. */
export const causeText = (word: string): string =>
  word
    .replace('packet-too-big', 'Packet Too Big')
    .replaceAll('-', ' ')
    .replace(/\bmtu\b/, 'MTU');

/** How a step ended, in a few words: the outcomes of its transfers, or the first line of what it learned. */
export const outcomeText = ({ facts }: Pick<StepResult, 'facts'>): string => {
  const { ipv6, ipv4, once } = facts;
  const lines = once
    ? outcomes(once)
    : mergeFamilies(ipv6 ? outcomes(ipv6) : [], ipv4 ? outcomes(ipv4) : []).map(({ of, line }) =>
        of === 'both' || !ipv6 || !ipv4 ? line : `${familyLabels[of]}: ${line}`,
      );
  return lines.join('; ');
};

const outcomes = (facts: Facts): readonly string[] => {
  const counts = new Map<string, number>();
  for (const { outcome } of transfersOf(facts) ?? []) counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
  if (counts.size > 0)
    return [[...counts].map(([word, count]) => (facts.transfers ? `${count} ${word}` : word)).join(', ')];
  const [first] = formatFacts(facts).find(([name, lines]) => name !== 'journeys' && lines.length > 0)?.[1] ?? [];
  return first === undefined ? [] : [first.length > longestOutcome ? `${first.slice(0, longestOutcome)}…` : first];
};

const longestOutcome = 90;

const noteOfCause = (word: string | undefined, place: string | undefined): readonly GraphMark[] =>
  word === undefined || place === undefined ? [] : [{ place, tone: 'loss', text: causeText(word) }];

const noteOfEpisode = ({
  cause,
  healedBy,
}: NonNullable<Facts['transfer']>['episodes'][number]): readonly GraphMark[] =>
  healedBy === undefined ? noteOfCause(cause.word, cause.place) : [];

const shownPackets = (facts: Facts): readonly JourneySummary[] =>
  drawnPackets(facts).flatMap(({ rows }) => rows.flatMap((row) => ('packet' in row ? [row.packet] : [])));

interface LostData extends GraphMark {
  readonly bytes: number;
}

const lostData = ({ kind, ended, stops, bytes }: JourneySummary): readonly LostData[] => {
  const last = stops.at(-1)!;
  if (ended !== 'dead' || last.refused || (kind !== 'large' && kind !== 'fragment')) return [];
  const place = last.direction === 'in' ? nodeOf(last.place) : last.place;
  return [{ place, tone: 'loss', text: `${bytes}-byte packets end here`, bytes }];
};

/** Of the lost packets at each place those that are the largest. */
const largest = (lost: readonly LostData[]): readonly GraphMark[] =>
  lost
    .filter(({ place, bytes }) => lost.every((other) => other.place !== place || other.bytes <= bytes))
    .map(({ bytes, ...note }) => note);

const rewrites = ({ stops }: JourneySummary): readonly GraphMark[] =>
  stops.flatMap(({ place, changes = [] }) =>
    changes
      .filter(({ field }) => field === 'mss')
      .map(({ to }) => ({ place: nodeOf(place), tone: 'change' as const, text: `sets MSS to ${to ?? 'none'}` })),
  );

const distinct = (notes: readonly GraphMark[]): readonly GraphMark[] => [
  ...new Map(notes.map((note) => [`${note.place} ${note.text}`, note])).values(),
];

/** The colours of the interfaces that the largest packets of a step passed: whether they arrived, or ended on the way. */
export const pathTones = ({ facts }: Pick<StepResult, 'facts'>): ReadonlyMap<string, GraphMark['tone']> => {
  const packets = Object.values(facts).flatMap(shownPackets);
  const data = packets.filter(({ kind }) => kind === 'large' || kind === 'fragment');
  const tones = new Map<string, GraphMark['tone']>();
  for (const { stops, ended } of data.length > 0 ? data : packets)
    for (const { place } of stops)
      if (tones.get(place) !== 'good') tones.set(place, ended === 'dead' ? 'loss' : 'good');
  return tones;
};
