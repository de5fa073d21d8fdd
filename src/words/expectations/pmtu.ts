import type { Amount, ValueOf } from '../language/shape.ts';
import type { FactOf, Facts } from '../facts/facts.ts';
import type { Expectation } from '../language/word.ts';
import { matchesAmount } from '../language/amount.ts';
import { judgeParts, notObserved } from './judgement.ts';
import type { JudgedPart, Judgement } from './judgement.ts';
import { amount, byType, fields, list, mapOf, optional, reference } from '../language/shape.ts';

const mtu = amount('the path MTU in bytes, or none if none was learned');

const shape = byType(
  'the path MTU, one for each leg, or how many legs or flows have which',
  mtu,
  mapOf('path MTUs by leg', mtu, reference('leg', 'the router of the leg')),
  list(
    'how many legs have learned which path MTU, or how many flows of datagrams see which, whichever they are',
    fields('a number of legs or flows', {
      legs: optional(amount('how many legs, of a lookup or of exceptions')),
      flows: optional(amount('how many flows, each with a source port of its own; at least one by default')),
      mtu,
    }),
    1,
  ),
);

type Wanted = ValueOf<typeof shape>;

/** Of a route only an exception counts, since its configured mtu was not learned; a socket always sees a path MTU. */
export const pmtu: Expectation<Wanted> = {
  about:
    'The path MTU that a node has learned, for its only path, for each leg, or for a number of legs; or that the sockets of datagrams see.',
  shape,
  example: { r1: 'none', r2: 1500 },
  reads: ['pmtu', 'datagrams', 'udp-sockets'],
  settles: () => 'any',
  judge: (wanted, { pmtu: learned, datagrams, 'udp-sockets': sockets }) => {
    if (datagrams)
      return judgeSockets(
        wanted,
        datagrams.map(({ pmtu }) => pmtu ?? undefined),
      );
    if (sockets) return judgeProgram(wanted, sockets);
    const legs = Object.keys(learned ?? {});
    if (isList(wanted)) return judgeParts(wanted.map((count) => countOf(count, learned)));
    if (typeof wanted !== 'object' && legs.length === 0) return notObserved(`path MTU ${wanted}`, 'path MTU');
    const byLeg = typeof wanted === 'object' ? wanted : Object.fromEntries(legs.map((leg) => [leg, wanted]));
    return judgeParts(Object.entries(byLeg).map(([leg, expected]) => partOf(leg, expected, learned?.[leg])));
  },
};

const isList = (wanted: Wanted): wanted is readonly Count[] => Array.isArray(wanted);

interface Count {
  readonly legs?: Amount;
  readonly flows?: Amount;
  readonly mtu: Amount;
}

const judgeProgram = (wanted: Wanted, sockets: FactOf<'udp-sockets'>): Judgement => {
  const lasting = sockets.filter(({ isBrief }) => !isBrief);
  if (lasting.length === 0)
    return notObserved('path MTU', 'path MTU: the UDP sockets were closed at once, and may have sent nothing');
  return judgeSockets(
    wanted,
    lasting.map(({ peer }) => peer?.pmtu),
  );
};

/** Undefined for a socket that is not connected, which has no path MTU; null if none was learned. A socket does not show its leg. */
const judgeSockets = (wanted: Wanted, sockets: readonly (number | null | undefined)[]): Judgement => {
  const seen = sockets.filter((pmtu) => pmtu !== undefined);
  if (seen.length < sockets.length) return notObserved('path MTU', 'path MTU: the socket is not connected');
  if (isList(wanted))
    return judgeParts(
      wanted.map(({ legs, flows = '>= 1', mtu }) => {
        const count = seen.filter((each) => matchesAmount(mtu, each)).length;
        const met = legs === undefined ? matchesAmount(flows, count) : null;
        return { name: `flows with path MTU ${mtu}:`, met, wanted: `${flows}`, saw: `${count} of ${seen.length}` };
      }),
    );
  if (typeof wanted === 'object') return notObserved('path MTUs by leg', 'legs of datagrams');
  const saw = [...new Set(seen.map((each) => each ?? 'none'))].join(' and ');
  const met = seen.every((each) => matchesAmount(wanted, each));
  return judgeParts([{ name: 'path MTU of the socket', met, wanted: `${wanted}`, saw }]);
};

const countOf = ({ legs = '>= 1', flows, mtu }: Count, learned: Facts['pmtu']): JudgedPart => {
  const all = Object.entries(learned ?? {});
  const found = all.filter(([, seen]) => matchesAmount(mtu, seen)).map(([leg]) => leg);
  return {
    name: `legs with path MTU ${mtu}:`,
    met: learned === undefined || flows !== undefined ? null : matchesAmount(legs, found.length),
    wanted: `${legs}`,
    saw: `${found.length} of ${all.length}${found.length > 0 ? ` (${found.join(', ')})` : ''}`,
  };
};

const partOf = (leg: string, expected: Amount, seen: number | null | undefined) => ({
  name: leg === 'path' ? 'path MTU' : `path MTU via ${leg}`,
  met: seen === undefined ? null : matchesAmount(expected, seen),
  wanted: `${expected}`,
  saw: `${seen ?? 'none'}`,
});
