import { causeWords } from '../../evidence/stalls/episode.ts';
import type { CauseWord, Episode } from '../../evidence/stalls/episode.ts';
import type { Facts } from '../facts/facts.ts';
import type { Typed } from '../language/shape.ts';
import type { Expectation } from '../language/word.ts';
import { transfersOf } from '../facts/transfers-of.ts';
import { judgement, notObserved } from './judgement.ts';
import { byType, fields, mapOf, named, oneOf } from '../language/shape.ts';
import { formatCause, formatTransfer } from '../facts/format-transfer.ts';

const word = oneOf('why the flow stalled', ...causeWords);

const shape = byType(
  'why the flow stalled, and where',
  word,
  mapOf('the cause and its place', fields('the place', { at: named('place', 'NODE or NODE:to-PEER') }), word),
);

type Wanted = Typed<typeof shape>;

/** Judged by the last stall of each flow; where the evidence is too thin for a cause there is no verdict either. */
export const cause: Expectation<Wanted> = {
  about:
    'Why a flow stalled and where, as the ledger of Packet Too Big messages proves it, or captures of every place.',
  shape,
  example: { 'packet-too-big-lost': { at: 'firewall' } },
  reads: ['transfer', 'transfers'],
  settles: () => 'evidence',
  judge: (wanted, facts) => {
    const [wish, at] = wishOf(wanted);
    const sentence = at ? `${wish} at ${at}` : wish;
    const flows = transfersOf(facts);
    if (!flows) return notObserved(sentence, 'a transfer');
    const last = flows.flatMap(({ episodes }) => episodes.slice(-1)).map((each) => byPackets(each, facts));
    if (last.length === 0)
      return judgement(false, { wanted: sentence, saw: `no stall: ${formatTransfer(flows[0]!)}`, flows });
    const saw = [...new Set(last.map(formatCause))].join(', ');
    const evidence = [
      ...new Set([
        ...flows.flatMap((flow) => flow.evidence),
        ...last.flatMap((each) => each.cause.evidence),
        ...(facts.journeys?.why ?? []),
      ]),
    ];
    const { word: seen, place } = last[0]!.cause;
    const met = metBy(last, wish, at);
    return {
      met,
      wanted: sentence,
      saw: met === null ? `not observed: cause ${saw}` : saw,
      cause: seen,
      ...(place && { place }),
      evidence,
    };
  },
};

/** Fragments and extension headers are beyond the ledger's keys: there captures of every place, if there are any, tell another cause. */
const byPackets = (episode: Episode, { transfer, journeys }: Facts): Episode => {
  const told = transfer && journeys?.cause;
  const { word: counted } = episode.cause;
  const knows = told && told.word !== 'unknown' && told.word !== counted && vague.includes(counted);
  return knows ? { ...episode, cause: told } : episode;
};

const vague: readonly CauseWord[] = ['unknown', 'silent-drop'];

const wishOf = (wanted: Wanted): readonly [string, string?] => {
  if (typeof wanted === 'string') return [wanted];
  const [wish, { at }] = Object.entries(wanted)[0]!;
  return [wish, at];
};

const metBy = (episodes: readonly Episode[], wish: string, at: string | undefined): boolean | null => {
  const isSuch = ({ cause: { word, place } }: Episode): boolean =>
    word === wish && (at === undefined || place === at || place?.split(':')[0] === at);
  if (episodes.every(isSuch)) return true;
  return episodes.some(({ cause: { word } }) => word === 'unknown') ? null : false;
};
