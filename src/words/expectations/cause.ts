import { causeWords } from '../../evidence/stalls/episode.ts';
import type { CauseWord, Episode } from '../../evidence/stalls/episode.ts';
import type { Facts } from '../facts/facts.ts';
import { matchesAmount } from '../language/amount.ts';
import type { Amount, ValueOf } from '../language/shape.ts';
import type { Expectation } from '../language/word.ts';
import { missingTransfer, transfersOf } from '../facts/transfers-of.ts';
import { judgement, notJudged, notObserved } from './judgement.ts';
import { amount, byType, fields, mapOf, oneOf, optional, reference } from '../language/shape.ts';
import { formatCause, formatTransfer } from '../facts/format-transfer.ts';

const word = oneOf('why the flow stalled', ...causeWords);

const shape = byType(
  'why the flows stalled, and where',
  word,
  mapOf(
    'causes, each with its place or the number of its flows',
    fields('where, and how many', {
      at: optional(reference('place', 'NODE or NODE:to-PEER')),
      flows: optional(
        amount(
          'flows that stalled for this cause; all that stalled by default, or at least one if several causes are given',
        ),
      ),
    }),
    word,
  ),
);

type Wanted = ValueOf<typeof shape>;

/** Judges the last stall of each flow; evidence too weak for a cause gives no verdict. */
export const cause: Expectation<Wanted> = {
  about:
    'Why flows stalled and where, as proved by the ledger of Packet Too Big messages or by captures at every place.',
  shape,
  example: { 'packet-too-big-lost': { at: 'firewall' } },
  reads: ['transfer', 'transfers'],
  settles: () => 'evidence',
  judge: (wanted, facts) => {
    const causes = expectedCauses(wanted);
    const text = causes.map(formatExpected).join(', ');
    const flows = transfersOf(facts);
    if (!flows) return notObserved(text, missingTransfer(facts));
    const unjudged = notJudged(text, flows);
    if (unjudged) return unjudged;
    const stalls = flows.flatMap(({ episodes }) => episodes.slice(-1)).map((episode) => refined(episode, facts));
    if (stalls.length === 0)
      return judgement(false, { wanted: text, saw: `no stall: ${formatTransfer(flows[0]!)}`, flows });
    const met = all(causes.map((expected) => isMet(stalls, expected)));
    const saw = causes.some(({ flows }) => flows !== undefined) ? countsOf(stalls) : causesOf(stalls).join(', ');
    const { word: seen, place } = stalls[0]!.cause;
    return {
      ...{ met, wanted: text, saw: met === null ? `not observed: cause ${saw}` : saw },
      ...{ cause: seen, ...(place && { place }) },
      evidence: [
        ...new Set([
          ...flows.flatMap((flow) => flow.evidence),
          ...stalls.flatMap((episode) => episode.cause.evidence),
          ...(facts.journeys?.why ?? []),
        ]),
      ],
    };
  },
};

/** Takes the cause from the captures, if there are any, where the ledger is vague: its keys do not cover IPv6 fragments. */
const refined = (episode: Episode, { transfer, journeys }: Facts): Episode => {
  const captured = transfer && journeys?.cause;
  const { word: counted } = episode.cause;
  const isBetter = captured && captured.word !== 'unknown' && captured.word !== counted && vague.includes(counted);
  return isBetter ? { ...episode, cause: captured } : episode;
};

const vague: readonly CauseWord[] = ['unknown', 'silent-drop'];

interface ExpectedCause {
  readonly word: string;
  readonly at?: string | undefined;
  /** How many flows; all that stalled if undefined. */
  readonly flows?: Amount | undefined;
}

const expectedCauses = (wanted: Wanted): readonly ExpectedCause[] => {
  if (typeof wanted === 'string') return [{ word: wanted }];
  const causes = Object.entries(wanted);
  return causes.map(([word, { at, flows }]) => ({
    word,
    at,
    flows: flows ?? (causes.length > 1 ? '>= 1' : undefined),
  }));
};

const formatExpected = ({ word, at, flows }: ExpectedCause): string =>
  `${word}${at === undefined ? '' : ` at ${at}`}${flows === undefined ? '' : ` ${flows}`}`;

const causesOf = (stalls: readonly Episode[]): readonly string[] => [...new Set(stalls.map(formatCause))];

/** `silent-drop at edge 3 of 4, blackout at r1 1 of 4`. */
const countsOf = (stalls: readonly Episode[]): string =>
  causesOf(stalls)
    .map((text) => `${text} ${stalls.filter((stall) => formatCause(stall) === text).length} of ${stalls.length}`)
    .join(', ');

/** Null where flows whose cause is unknown might change the answer. */
const isMet = (stalls: readonly Episode[], { word, at, flows }: ExpectedCause): boolean | null => {
  const matching = stalls.filter(
    ({ cause }) => cause.word === word && (at === undefined || cause.place === at || cause.place?.split(':')[0] === at),
  ).length;
  const unknown = stalls.filter(({ cause }) => cause.word === 'unknown' && word !== 'unknown').length;
  const expected = flows ?? stalls.length;
  const answers = Array.from({ length: unknown + 1 }, (_, more) => matchesAmount(expected, matching + more));
  return new Set(answers).size === 1 ? answers[0]! : null;
};

const all = (answers: readonly (boolean | null)[]): boolean | null =>
  answers.includes(false) ? false : answers.includes(null) ? null : true;
