import { causeWords } from '../../evidence/stalls/episode.ts';
import type { CauseWord, Episode } from '../../evidence/stalls/episode.ts';
import type { Facts } from '../facts/facts.ts';
import type { ValueOf } from '../language/shape.ts';
import type { Expectation } from '../language/word.ts';
import { missingTransfer, transfersOf } from '../facts/transfers-of.ts';
import { judgement, notJudged, notObserved } from './judgement.ts';
import { byType, fields, mapOf, reference, oneOf } from '../language/shape.ts';
import { formatCause, formatTransfer } from '../facts/format-transfer.ts';

const word = oneOf('why the flow stalled', ...causeWords);

const shape = byType(
  'why the flow stalled, and where',
  word,
  mapOf('the cause, and its place', fields('where', { at: reference('place', 'NODE or NODE:to-PEER') }), word),
);

type Wanted = ValueOf<typeof shape>;

/** Judges the last stall of each flow; evidence too weak for a cause gives no verdict. */
export const cause: Expectation<Wanted> = {
  about:
    'Why a flow stalled and where, as proved by the ledger of Packet Too Big messages or by captures at every place.',
  shape,
  example: { 'packet-too-big-lost': { at: 'firewall' } },
  reads: ['transfer', 'transfers'],
  settles: () => 'evidence',
  judge: (wanted, facts) => {
    const [expected, at] = causeAndPlace(wanted);
    const text = at ? `${expected} at ${at}` : expected;
    const flows = transfersOf(facts);
    if (!flows) return notObserved(text, missingTransfer(facts));
    const unjudged = notJudged(text, flows);
    if (unjudged) return unjudged;
    const stalls = flows.flatMap(({ episodes }) => episodes.slice(-1)).map((episode) => refined(episode, facts));
    if (stalls.length === 0)
      return judgement(false, { wanted: text, saw: `no stall: ${formatTransfer(flows[0]!)}`, flows });
    const saw = [...new Set(stalls.map(formatCause))].join(', ');
    const evidence = [
      ...new Set([
        ...flows.flatMap((flow) => flow.evidence),
        ...stalls.flatMap((episode) => episode.cause.evidence),
        ...(facts.journeys?.why ?? []),
      ]),
    ];
    const { word: seen, place } = stalls[0]!.cause;
    const met = isMet(stalls, expected, at);
    return {
      met,
      wanted: text,
      saw: met === null ? `not observed: cause ${saw}` : saw,
      cause: seen,
      ...(place && { place }),
      evidence,
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

const causeAndPlace = (wanted: Wanted): readonly [string, string?] => {
  if (typeof wanted === 'string') return [wanted];
  const [expected, { at }] = Object.entries(wanted)[0]!;
  return [expected, at];
};

const isMet = (episodes: readonly Episode[], expected: string, at: string | undefined): boolean | null => {
  const matches = ({ cause: { word, place } }: Episode): boolean =>
    word === expected && (at === undefined || place === at || place?.split(':')[0] === at);
  if (episodes.every(matches)) return true;
  return episodes.some(({ cause: { word } }) => word === 'unknown') ? null : false;
};
