import type { RuleCounts } from '../facts/facts.ts';
import type { Typed } from '../language/shape.ts';
import type { Expectation } from '../language/word.ts';
import { matchesAmount } from '../language/amount.ts';
import { judgeParts } from './judgement.ts';
import { amount, mapOf, named, text } from '../language/shape.ts';

const shape = mapOf(
  'rules of firewalls',
  mapOf(
    'how many packets each trait counted',
    amount('by all of its rules, which is 0 where it has none'),
    text('a trait that is made of rules', /^[a-z]+(-[a-z]+)*$/, 'clamp'),
  ),
  named('node', 'the node that has them'),
);

/** A rule in the wrong hook looks right in every listing, and counts nothing. */
export const rules: Expectation<Typed<typeof shape>> = {
  about:
    'How many packets the rules of a trait counted during the step: 0 names a clamp or a filter that acts on nothing.',
  shape,
  example: { edge: { clamp: 0 }, firewall: { drop: '>= 1' } },
  reads: ['rules'],
  watch: { word: 'rules', settings: (wanted) => ({ at: Object.keys(wanted) }) },
  settles: () => 'any',
  judge: (wanted, { rules: counted }) => {
    const wishes = Object.entries(wanted).flatMap(([node, traits]) =>
      Object.entries(traits).map(([trait, wish]) => ({ node, trait, wish, seen: counted?.[node]?.[trait] })),
    );
    const parts = wishes.map(({ node, trait, wish, seen }) => {
      const packets = counted?.[node] && (seen?.packets ?? 0);
      const met = packets === undefined ? null : matchesAmount(wish, packets);
      return { name: `${node} ${trait}`, met, wanted: `${wish}`, saw: `${packets}${packets === 0 ? idle(seen) : ''}` };
    });
    return judgeParts(
      parts,
      wishes.flatMap(({ seen }) => seen?.said ?? []),
    );
  },
};

/** A rule that counts nothing is named, since it is the one to look at. */
const idle = (seen: RuleCounts | undefined): string => ` (${seen ? seen.said.join('; ') : 'it has no such rule'})`;
