import { smallestIpv6Mtu } from '../../evidence/family.ts';
import type { EndCount } from '../../wire/summary/packet-counts.ts';
import { packetKinds } from '../../wire/summary/packet-kind.ts';
import type { Typed } from '../language/shape.ts';
import type { Expectation } from '../language/word.ts';
import type { JudgedPart } from './judgement.ts';
import { matchesAmount } from '../language/amount.ts';
import { judgeParts } from './judgement.ts';
import { amount, byType, fields, list, mapOf, maybe, named, oneOf, text } from '../language/shape.ts';

const way = fields('packets of one kind, and what became of all of them', {
  packet: oneOf(
    `which packets: large carry more than ${smallestIpv6Mtu} bytes, small carry something, ack nothing`,
    ...packetKinds,
  ),
  from: maybe(named('node', 'only those that were first seen at this node')),
  last: maybe(named('place', 'where every one of them was seen last')),
  fate: maybe(oneOf('what became of every one of them', 'delivered', 'dead', 'continued')),
  mtu: maybe(amount('the MTU that every Packet Too Big tells')),
  changed: maybe(
    mapOf('what was rewritten on the way', amount('what it became'), text('a field', /^[a-z]+(-[a-z]+)*$/, 'mss')),
  ),
  at: maybe(named('node', 'the node that rewrote it')),
  packets: maybe(amount('how many; without it at least one')),
});

const shape = byType('where packets ended, and what was rewritten on their way', way, list('several kinds', way, 1));

type Way = Typed<typeof way>;
type Wanted = Typed<typeof shape>;

/** Every packet is accounted for: `last: firewall:to-transit` says of all of its kind that they got there and no further. */
export const journey: Expectation<Wanted> = {
  about:
    'Where packets of a kind were seen last, what became of them, and what was rewritten on the way, by captures at every place.',
  shape,
  example: [
    { packet: 'large', last: 'transit:to-firewall' },
    { packet: 'ptb', from: 'transit', last: 'firewall:to-transit', mtu: 1500 },
    { packet: 'syn', changed: { mss: 1396 }, at: 'edge' },
  ],
  reads: ['journeys'],
  watch: { word: 'journeys', settings: () => ({}) },
  settles: () => 'any',
  judge: (wanted, { journeys }) => {
    const parts = (isList(wanted) ? wanted : [wanted]).map((one) => partOf(one, journeys?.endings));
    return judgeParts(parts, journeys && [...journeys.why, ...journeys.warnings]);
  },
};

const isList = (wanted: Wanted): wanted is readonly Way[] => Array.isArray(wanted);

const partOf = (wanted: Way, endings: readonly EndCount[] | undefined): JudgedPart => {
  const name = `${wanted.packet}${wanted.from ? ` from ${wanted.from}` : ''}`;
  const sentence = { name, wanted: wishOf(wanted) };
  if (!endings) return { ...sentence, met: null, saw: '' };
  const those = endings.filter(({ kind, from }) => kind === wanted.packet && (!wanted.from || from === wanted.from));
  const sure = those.filter(({ ended }) => ended !== 'under-way');
  const count = sure.reduce((sum, { packets }) => sum + packets, 0);
  const met = matchesAmount(wanted.packets ?? '>= 1', count) && sure.every((ending) => isSuch(ending, wanted));
  return { ...sentence, met, saw: those.map(told).join(' and ') || 'none' };
};

const isSuch = (ending: EndCount, { last, fate, mtu, changed, at }: Way): boolean =>
  (last === undefined || ending.last === last || ending.last.split(':')[0] === last) &&
  (fate === undefined || ending.ended === fate) &&
  (mtu === undefined || (ending.mtu !== undefined && matchesAmount(mtu, ending.mtu))) &&
  Object.entries(changed ?? {}).every(([field, wish]) => isChanged(ending, { field, wish, at }));

interface Wish {
  readonly field: string;
  readonly wish: number | string;
  readonly at: string | undefined;
}

/** Where it was rewritten again, the last word counts; `none` wants it untouched. */
const isChanged = ({ changed = [] }: EndCount, { field, wish, at }: Wish): boolean => {
  const last = changed.findLast((one) => one.field === field);
  if (!last) return wish === 'none';
  return typeof last.to === 'number' && matchesAmount(wish, last.to) && (at === undefined || last.at === at);
};

const wishOf = ({ last, fate, mtu, changed, at, packets }: Way): string => {
  const more = [
    mtu !== undefined && `mtu ${mtu}`,
    ...Object.entries(changed ?? {}).map(([field, wish]) => `${field} →${wish}${at ? ` at ${at}` : ''}`),
  ];
  return phrase([packets !== undefined && `${packets}`, fate, last && `at ${last}`], more) || 'seen';
};

/** `9 dead at firewall:to-transit (mtu 1500)`. */
const told = ({ packets, ended, last, mtu, changed = [] }: EndCount): string => {
  const more = changed.map((one) => `${one.field} ${one.from ?? 'none'}→${one.to ?? 'none'} at ${one.at}`);
  return phrase([`${packets} ${ended} at ${last}`], [mtu !== undefined && `mtu ${mtu}`, ...more]);
};

type Words = readonly (string | false | undefined)[];

const phrase = (words: Words, more: Words): string => {
  const details = more.filter(Boolean).join(', ');
  return [...words, details && `(${details})`].filter(Boolean).join(' ');
};
