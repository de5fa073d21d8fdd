import { minimumIpv6Mtu } from '../../evidence/family.ts';
import type { EndCount } from '../../wire/summary/packet-counts.ts';
import { packetKinds } from '../../wire/summary/packet-kind.ts';
import type { ValueOf } from '../language/shape.ts';
import type { Expectation } from '../language/word.ts';
import type { JudgedPart } from './judgement.ts';
import { matchesAmount } from '../language/amount.ts';
import { judgeParts } from './judgement.ts';
import { amount, byType, fields, list, mapOf, optional, reference, oneOf, text } from '../language/shape.ts';

const packetFate = fields('packets of one kind, and what happened to all of them', {
  packet: oneOf(
    `the kind of packet: large is longer than ${minimumIpv6Mtu} bytes, small is shorter with a payload, ack has none, tunnel carries another packet`,
    ...packetKinds,
  ),
  from: optional(reference('node', 'only packets first seen at this node')),
  last: optional(reference('place', 'where every one of them was last seen')),
  fate: optional(oneOf('how every one of them ended', 'delivered', 'dead', 'continued')),
  mtu: optional(amount('the MTU in every Packet Too Big')),
  changed: optional(
    mapOf(
      'fields that were rewritten on the path',
      amount('the new value'),
      text('a field', /^[a-z]+(-[a-z]+)*$/, 'mss'),
    ),
  ),
  at: optional(reference('node', 'the node that rewrote them')),
  packets: optional(amount('how many; at least one by default')),
});

const shape = byType(
  'where packets ended, and what was rewritten on their path',
  packetFate,
  list('several kinds of packets', packetFate, 1),
);

type WantedFate = ValueOf<typeof packetFate>;
type Wanted = ValueOf<typeof shape>;

/** Judges all packets of a kind: `last: firewall:to-transit` means that every one got there and no further. */
export const journey: Expectation<Wanted> = {
  about:
    'Where packets of a kind were last seen, how they ended, and what was rewritten on the path, by captures at every place.',
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
    const parts = (isList(wanted) ? wanted : [wanted]).map((packets) => partOf(packets, journeys?.endings));
    return judgeParts(parts, journeys && [...journeys.why, ...journeys.warnings]);
  },
};

const isList = (wanted: Wanted): wanted is readonly WantedFate[] => Array.isArray(wanted);

const partOf = (wanted: WantedFate, endings: readonly EndCount[] | undefined): JudgedPart => {
  const name = `${wanted.packet}${wanted.from ? ` from ${wanted.from}` : ''}`;
  const texts = { name, wanted: formatWanted(wanted) };
  if (!endings) return { ...texts, met: null, saw: '', reason: 'no packets of this step were captured' };
  const ofKind = endings.filter(({ kind, from }) => kind === wanted.packet && (!wanted.from || from === wanted.from));
  const ended = ofKind.filter((ending) => ending.ended !== 'under-way');
  const count = ended.reduce((sum, { packets }) => sum + packets, 0);
  const met = matchesAmount(wanted.packets ?? '>= 1', count) && ended.every((ending) => matches(ending, wanted));
  const unknown = ended.filter((ending) => ending.ended === 'unknown');
  if (!met && unknown.length > 0) return { ...texts, met: null, saw: '', reason: unknownText(unknown) };
  return { ...texts, met, saw: ofKind.map(formatEnding).join(' and ') || 'none' };
};

/** See `endOf` in summarize-journeys.ts. */
const unknownText = (endings: readonly EndCount[]): string => {
  const seen = endings.map(({ packets, last }) => `${packets} last seen at ${last}`).join(' and ');
  return `${seen} may have gone on: the capture is incomplete, or no node has their destination address`;
};

const matches = (ending: EndCount, { last, fate, mtu, changed, at }: WantedFate): boolean =>
  (last === undefined || ending.last === last || ending.last.split(':')[0] === last) &&
  (fate === undefined || ending.ended === fate) &&
  (mtu === undefined || (ending.mtu !== undefined && matchesAmount(mtu, ending.mtu))) &&
  Object.entries(changed ?? {}).every(([field, value]) => matchesChange(ending, { field, value, at }));

interface WantedChange {
  readonly field: string;
  readonly value: number | string;
  readonly at: string | undefined;
}

/** Judges the last change of the field; `none` expects no change. */
const matchesChange = ({ changed = [] }: EndCount, { field, value, at }: WantedChange): boolean => {
  const last = changed.findLast((change) => change.field === field);
  if (!last) return value === 'none';
  return typeof last.to === 'number' && matchesAmount(value, last.to) && (at === undefined || last.at === at);
};

const formatWanted = ({ last, fate, mtu, changed, at, packets }: WantedFate): string => {
  const details = [
    mtu !== undefined && `mtu ${mtu}`,
    ...Object.entries(changed ?? {}).map(([field, value]) => `${field} →${value}${at ? ` at ${at}` : ''}`),
  ];
  return phrase([packets !== undefined && `${packets}`, fate, last && `at ${last}`], details) || 'seen';
};

/** `9 dead at firewall:to-transit (mtu 1500)`. */
const formatEnding = ({ packets, ended, last, mtu, changed = [] }: EndCount): string => {
  const changes = changed.map(({ field, from, to, at }) => `${field} ${from ?? 'none'}→${to ?? 'none'} at ${at}`);
  return phrase([`${packets} ${ended} at ${last}`], [mtu !== undefined && `mtu ${mtu}`, ...changes]);
};

type Words = readonly (string | false | undefined)[];

const phrase = (words: Words, details: Words): string => {
  const inBrackets = details.filter(Boolean).join(', ');
  return [...words, inBrackets && `(${inBrackets})`].filter(Boolean).join(' ');
};
