import type { FactOf } from '../facts/facts.ts';
import type { ValueOf } from '../language/shape.ts';
import type { Expectation } from '../language/word.ts';
import { matchesAmount } from '../language/amount.ts';
import { judgeParts } from './judgement.ts';
import { amount, mapOf, reference, text } from '../language/shape.ts';

const shape = mapOf(
  'firewall rules by node',
  mapOf(
    'packets counted by the rules of each trait',
    amount('packets counted by all its rules together; 0 if it has none'),
    text('a trait that consists of rules', /^[a-z]+(-[a-z]+)*$/, 'clamp'),
  ),
  reference('node', 'the node that has the rules'),
);

/** Catches a rule in the wrong hook, which looks right in every listing but counts nothing. */
export const rules: Expectation<ValueOf<typeof shape>> = {
  about:
    'How many packets the firewall rules of a trait counted during the step; 0 reveals a clamp or a filter that has no effect.',
  shape,
  example: { edge: { clamp: 0 }, firewall: { drop: '>= 1' } },
  reads: ['rules'],
  watch: { word: 'rules', settings: (wanted) => ({ at: Object.keys(wanted) }) },
  settles: () => 'any',
  judge: (wanted, { rules: counted }) => {
    const wantedCounts = Object.entries(wanted).flatMap(([node, traits]) =>
      Object.entries(traits).map(([trait, expected]) => ({ node, trait, expected, seen: counted?.[node]?.[trait] })),
    );
    const parts = wantedCounts.map(({ node, trait, expected, seen }) => {
      const packets = counted?.[node] && (seen?.packets ?? 0);
      const met = packets === undefined ? null : matchesAmount(expected, packets);
      const saw = `${packets}${packets === 0 ? idleRules(seen) : ''}`;
      return { name: `${node} ${trait}`, met, wanted: `${expected}`, saw };
    });
    return judgeParts(
      parts,
      wantedCounts.flatMap(({ seen }) => seen?.texts ?? []),
    );
  },
};

/** Names the rules that counted nothing, since those are the ones to check. */
const idleRules = (seen: FactOf<'rules'>[string][string] | undefined): string =>
  ` (${seen ? seen.texts.join('; ') : 'no such rule'})`;
