import type { Problem } from '../scenario/problem.ts';
import type { Path, Scenario } from '../scenario/scenario.ts';
import { largest } from './addresses.ts';

/** What makes it senseless to plan any further: more than the address plan has room for. */
export const tooMany = (scenario: Scenario): readonly Problem[] => [
  ...tooManyNodes(scenario),
  ...tooManyLinks(scenario),
];

const problem = (at: Path, code: string, what: string, right: string): Problem => ({
  at,
  part: 'key',
  code,
  what,
  right,
});

const tooManyNodes = ({ nodes }: Scenario): readonly Problem[] =>
  nodes.length <= largest.nodes
    ? []
    : [
        problem(
          ['topology', 'nodes'],
          'too-many-nodes',
          `there are no addresses for ${nodes.length} nodes`,
          `at most ${largest.nodes}`,
        ),
      ];

const tooManyLinks = ({ links }: Scenario): readonly Problem[] => {
  const owned = new Map<string, number>();
  return links.flatMap(({ between: [owner], at }) => {
    owned.set(owner, (owned.get(owner) ?? 0) + 1);
    if (owned.get(owner) !== largest.linksPerOwner + 1) return [];
    const what = `${owner} stands first in more than ${largest.linksPerOwner} links, and its addresses are used up`;
    return [problem(at, 'too-many-links', what, 'the other node first in some of them')];
  });
};
