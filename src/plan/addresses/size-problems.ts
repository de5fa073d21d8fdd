import type { Problem } from '../../scenario/problems/problem.ts';
import type { Path, Scenario } from '../../scenario/model/scenario.ts';
import type { BridgedSegments } from '../../scenario/topology/bridged-segments.ts';
import { addressLimits } from './address-plan.ts';

/** The parts of a scenario that are too large for the address plan; without problems it can be planned. */
export const sizeProblems = (scenario: Scenario, bridges: BridgedSegments): readonly Problem[] => [
  ...tooManyNodes(scenario),
  ...tooManyLinks(scenario, bridges),
  ...tooManyOnSegment(bridges),
];

const problem = (at: Path, what: string, right: string): Problem => ({ at, part: 'key', what, right });

const tooManyNodes = ({ nodes, addresses = [] }: Scenario): readonly Problem[] =>
  nodes.length + addresses.length <= addressLimits.nodes
    ? []
    : [
        problem(
          ['topology', 'nodes'],
          `there are no addresses for ${nodes.length + addresses.length} nodes and shared addresses`,
          `at most ${addressLimits.nodes}`,
        ),
      ];

const tooManyLinks = ({ links }: Scenario, { hasBridge }: BridgedSegments): readonly Problem[] => {
  const owned = new Map<string, number>();
  return links.flatMap(({ between: [owner, other], at }) => {
    if (hasBridge(owner, other)) return [];
    owned.set(owner, (owned.get(owner) ?? 0) + 1);
    if (owned.get(owner) !== addressLimits.linksPerOwner + 1) return [];
    const what = `${owner} is the first node of more than ${addressLimits.linksPerOwner} links and has no addresses left`;
    return [problem(at, what, 'name the other node first in some of them')];
  });
};

const tooManyOnSegment = ({ segments }: BridgedSegments): readonly Problem[] =>
  segments()
    .filter(({ members }) => members.length > addressLimits.perSegment)
    .map(({ owner, members }) => {
      const what = `there are no addresses for the ${members.length} nodes on the segment of ${owner}`;
      return problem(['topology', 'nodes', owner], what, `at most ${addressLimits.perSegment}`);
    });
