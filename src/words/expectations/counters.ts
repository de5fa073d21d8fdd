import { counterName } from '../watches/counter-name.ts';
import type { Amount, ValueOf } from '../language/shape.ts';
import type { Expectation } from '../language/word.ts';
import { exceedsAmount, matchesAmount } from '../language/amount.ts';
import { judgeParts } from './judgement.ts';
import { amount, byType, fields, mapOf, optional, reference } from '../language/shape.ts';

const increase = byType(
  'the increase, or the counter with the same increase',
  amount('the increase'),
  fields('another counter with the same increase', {
    equals: counterName,
    at: optional(reference('place', 'the place of the other counter; the same by default')),
  }),
);

const shape = mapOf(
  'counters by place',
  mapOf('how far each counter moves', increase, counterName),
  reference('place', 'NODE for the SNMP counters of a node, NODE:to-PEER for the counters of an interface'),
);

type Wanted = ValueOf<typeof shape>;

/** Shows what the kernel of a node did, but not for which flow. */
export const counters: Expectation<Wanted> = {
  about:
    'How far the SNMP counters of nodes and the counters of interfaces move during the step, whichever flow moves them.',
  shape,
  example: {
    server: { TcpExtTCPTimeouts: 0 },
    transit: { Icmp6OutPktTooBigs: { equals: 'Ip6InTooBigErrors' } },
    'transit:to-edge': { rx_dropped: '>= 1' },
  },
  reads: ['counters'],
  watch: {
    word: 'counters',
    settings: (wanted) => {
      const all = comparisons(wanted).flatMap(({ counter, other }) => [counter, ...(other ? [other] : [])]);
      return { at: unique(all.map(({ place }) => place)), names: unique(all.map(({ name }) => name)) };
    },
  },
  settles: () => 'any',
  judge: (wanted, { counters: moved }) => {
    const increaseOf = ({ place, name }: Counter): number | undefined => moved?.[place]?.[name];
    return judgeParts(
      comparisons(wanted).map(({ counter, other, expected }) => {
        const [increase, otherIncrease] = [increaseOf(counter), other && increaseOf(other)];
        const text = other ? `equals ${format(other)}` : String(expected);
        const isSeen = increase !== undefined && (!other || otherIncrease !== undefined);
        return {
          name: format(counter),
          met: isSeen ? matchesAmount(other ? otherIncrease! : expected!, increase) : null,
          wanted: text,
          saw: other ? `${increase}, and ${format(other)} ${otherIncrease}` : `${increase}`,
        };
      }),
    );
  },
  slowed: (wanted, { counters: moved }) => {
    const unmet = comparisons(wanted).filter(({ counter: { place, name }, expected }) => {
      const increase = moved?.[place]?.[name];
      return expected === undefined || increase === undefined || !matchesAmount(expected, increase);
    });
    const areTimeouts = unmet.every(
      ({ counter: { place, name }, expected }) =>
        ofTimeouts.includes(name) && expected !== undefined && exceedsAmount(expected, moved?.[place]?.[name] ?? null),
    );
    return areTimeouts ? 'and its timeouts of 200 ms may end before an acknowledgement is there' : undefined;
  },
};

/** Counters that a sender moves when its retransmission timer ends, or that of a probe for lost segments. */
const ofTimeouts: readonly string[] = ['TcpExtTCPTimeouts', 'TcpExtTCPLossProbes', 'TcpRetransSegs'];

interface Counter {
  readonly place: string;
  readonly name: string;
}

interface Comparison {
  readonly counter: Counter;
  /** One of the two: an amount, or a counter to compare with. */
  readonly expected?: Amount;
  readonly other?: Counter;
}

const comparisons = (wanted: Wanted): readonly Comparison[] =>
  Object.entries(wanted).flatMap(([place, amounts]) =>
    Object.entries(amounts).map(([name, expected]) => ({
      counter: { place, name },
      ...(typeof expected === 'object'
        ? { other: { place: expected.at ?? place, name: expected.equals } }
        : { expected }),
    })),
  );

const unique = (values: readonly string[]): readonly string[] => [...new Set(values)];

const format = ({ place, name }: Counter): string => `${place} ${name}`;
