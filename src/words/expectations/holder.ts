import type { FactOf } from '../facts/facts.ts';
import { formatHolders } from '../facts/format-holders.ts';
import { matchesAmount } from '../language/amount.ts';
import { amount, byType, mapOf, reference } from '../language/shape.ts';
import type { ValueOf } from '../language/shape.ts';
import type { Expectation } from '../language/word.ts';
import type { Judgement } from './judgement.ts';
import { judgement, judgeParts, notObserved } from './judgement.ts';

const shape = byType(
  'the holder that got every flow of the step, or how many flows each holder got',
  reference('node', 'the node that got every flow'),
  mapOf('flows by holder', amount('flows that this node got'), reference('node', 'a node that holds the address')),
);

type Wanted = ValueOf<typeof shape>;

/** The routers before the holders choose one for each flow: the server that accepts it shows which, and the echo requests that each has counted. */
export const holder: Expectation<Wanted> = {
  about: 'The node that got a flow or a ping to a shared address, or how many flows each of its holders got.',
  shape,
  example: { s1: '>= 1', s2: '>= 1' },
  reads: ['holder'],
  settles: () => 'end',
  judge: (wanted, { holder: flows }) => {
    const text = typeof wanted === 'string' ? wanted : countsWanted(wanted);
    if (!flows) return notObserved(text, 'a flow to a shared address');
    return typeof wanted === 'string' ? judgeAll(wanted, flows) : judgeCounts(wanted, flows);
  },
};

const countsWanted = (wanted: Readonly<Record<string, unknown>>): string =>
  Object.entries(wanted)
    .map(([node, count]) => `${node} ${String(count)}`)
    .join(', ');

/** A flow that no holder was seen to get may have gone to any. */
const judgeAll = (wanted: string, flows: FactOf<'holder'>): Judgement => {
  const elsewhere = flows.flat().some((node) => node !== wanted);
  const met = elsewhere ? false : flows.every((holders) => holders.length > 0) ? true : null;
  return judgement(met, { wanted, saw: formatHolders(flows) });
};

const judgeCounts = (wanted: Exclude<Wanted, string>, flows: FactOf<'holder'>): Judgement => {
  if (flows.some((holders) => holders.length === 0))
    return judgement(null, { wanted: countsWanted(wanted), saw: formatHolders(flows) });
  return judgeParts(
    Object.entries(wanted).map(([node, expected]) => {
      const count = flows.filter((holders) => holders.includes(node)).length;
      return { name: node, met: matchesAmount(expected, count), wanted: `${expected}`, saw: `${count}` };
    }),
  );
};
