import type { Problem } from '../../scenario/problems/problem.ts';
import type { Path, Scenario } from '../../scenario/model/scenario.ts';
import type { Bridging } from '../../scenario/topology/bridged-segments.ts';
import { largest } from './address-plan.ts';

/** What makes it senseless to plan any further: more than the address plan has room for. */
export const tooMany = (scenario: Scenario, bridges: Bridging): readonly Problem[] => [
  ...tooManyNodes(scenario),
  ...tooManyLinks(scenario, bridges),
  ...tooManyMembers(bridges),
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

const tooManyLinks = ({ links }: Scenario, { passes }: Bridging): readonly Problem[] => {
  const owned = new Map<string, number>();
  return links.flatMap(({ between: [owner, other], at }) => {
    if (passes(owner, other)) return [];
    owned.set(owner, (owned.get(owner) ?? 0) + 1);
    if (owned.get(owner) !== largest.linksPerOwner + 1) return [];
    const what = `${owner} stands first in more than ${largest.linksPerOwner} links, and its addresses are used up`;
    return [problem(at, 'too-many-links', what, 'the other node first in some of them')];
  });
};

const tooManyMembers = ({ segments }: Bridging): readonly Problem[] =>
  segments()
    .filter(({ members }) => members.length > largest.perSegment)
    .map(({ owner, members }) => {
      const what = `there are no addresses for the ${members.length} nodes that meet at ${owner}`;
      return problem(['topology', 'nodes', owner], 'too-many-on-a-segment', what, `at most ${largest.perSegment}`);
    });
