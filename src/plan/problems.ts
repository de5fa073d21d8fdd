import type { Problem } from '../scenario/problem.ts';
import type { Path, Scenario } from '../scenario/scenario.ts';
import type { Dictionary } from '../words/dictionary.ts';
import { largest } from './addresses.ts';
import { traitPath } from './commands.ts';
import type { PlannedNode } from './plan.ts';

/** What makes it senseless to plan any further: too many of something, links that clash, an MTU that a family cannot have. */
export const shapeProblems = (scenario: Scenario): readonly Problem[] => [
  ...tooManyNodes(scenario),
  ...tooManyLinks(scenario),
  ...doubled(scenario),
  ...tooNarrow(scenario),
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
          `${nodes.length} nodes have no room in the address plan`,
          `at most ${largest.nodes}`,
        ),
      ];

const tooManyLinks = ({ links }: Scenario): readonly Problem[] => {
  const owned = new Map<string, number>();
  return links.flatMap(({ between: [owner], at }) => {
    owned.set(owner, (owned.get(owner) ?? 0) + 1);
    return owned.get(owner) === largest.linksPerOwner + 1
      ? [
          problem(
            at,
            'too-many-links',
            `${owner} stands first in more than ${largest.linksPerOwner} links, and its addresses are used up`,
            'name the other node first in some of them',
          ),
        ]
      : [];
  });
};

const doubled = ({ links }: Scenario): readonly Problem[] => {
  const seen = new Set<string>();
  return links.flatMap(({ between, at }) => {
    const [one, other] = between;
    const pair = [...between].sort().join(' ');
    if (one === other)
      return [problem(at, 'link-to-itself', `this link joins ${one} to itself`, 'two different nodes')];
    if (seen.has(pair))
      return [
        problem(
          at,
          'double-link',
          `${one} and ${other} are joined by a link already, and both would be called ${one}:to-${other}`,
          'one link, or `legs:` with a router in each',
        ),
      ];
    seen.add(pair);
    return [];
  });
};

/** RFC 8200 section 5; below it the kernel takes IPv6 away from the interface without a word. */
const smallestMtu = 1280;

const tooNarrow = ({ links, families }: Scenario): readonly Problem[] =>
  families.includes('ipv6')
    ? links
        .filter(({ mtu }) => Math.min(...mtu) < smallestMtu)
        .map(({ mtu, at }) =>
          problem(
            at,
            'mtu-below-ipv6',
            `there is no IPv6 on a link with an MTU of ${Math.min(...mtu)}`,
            `at least ${smallestMtu}, or \`families: [ipv4]\``,
          ),
        )
    : [];

/** Traits given to nodes that they do not fit, in the trait's own words. */
export const misfits = (
  scenario: Scenario,
  nodes: readonly PlannedNode[],
  dictionary: Dictionary,
): readonly Problem[] =>
  scenario.nodes.flatMap(({ kind, traits, at }, index) =>
    Object.entries(traits).flatMap(([name, settings]) => {
      const what = dictionary.traits[name]!.misfit?.(nodes[index]!, settings);
      return what
        ? [problem(traitPath(at, kind, name), 'misfit', what, `\`mtulab explain ${name}\` shows where it fits`)]
        : [];
    }),
  );
