import { didYouMean, nearest } from '../problems/did-you-mean.ts';
import { firstProblems } from '../limits/first-problems.ts';
import { itemsOf, ownProperty } from '../model/unknown-values.ts';
import type { Problem } from '../problems/problem.ts';
import type { NameReference } from './name-references.ts';
import type { Path } from '../model/scenario.ts';
import type { Topology } from '../topology/topology.ts';

/** Names that point at nothing: nodes, places, legs, and flows, which exist from the step on that keeps them. */
export const checkNames = (found: readonly NameReference[], topology: Topology, value: unknown): readonly Problem[] => {
  const known = knownIn(topology);
  return [
    ...firstProblems(found, (mention) => checks[mention.reference](mention, known)),
    ...checkFlows(found.filter(({ at }) => at[0] === 'steps')),
    ...freshBesideFlows(found, value),
  ];
};

interface Known {
  readonly nodes: readonly string[];
  readonly places: readonly string[];
  readonly legs: readonly string[];
  readonly named: boolean;
  readonly whole: boolean;
}

const knownIn = ({ nodes, links, legs, named, whole }: Topology): Known => ({
  nodes: nodes.map(({ name }) => name),
  places: links.flatMap(({ between: [a, b] }) => [`${a}:to-${b}`, `${b}:to-${a}`]),
  legs: legs.flatMap(({ via }) => via),
  named,
  whole,
});

const unknownNode = ({ name, at, part }: NameReference, { nodes }: Known): Problem => ({
  ...{ at, part, code: 'unknown-node' },
  what: `no node is named ${name}`,
  right: didYouMean(name, nodes, 'nodes here'),
});

const node = (mention: NameReference, known: Known): readonly Problem[] =>
  known.nodes.includes(mention.name) || !known.named ? [] : [unknownNode(mention, known)];

const place = (mention: NameReference, known: Known): readonly Problem[] => {
  const { name, at, part } = mention;
  const [owner = '', peer] = name.split(':to-');
  if (!known.nodes.includes(owner)) return known.named ? [unknownNode({ ...mention, name: owner }, known)] : [];
  if (peer === undefined || !known.whole || known.places.includes(name)) return [];
  const places = known.places.filter((each) => each.startsWith(`${owner}:`));
  return [
    {
      at,
      part,
      code: 'unknown-place',
      what: `${owner} has no link to ${peer}`,
      right: didYouMean(name, places, `places at ${owner}`),
    },
  ];
};

const leg = ({ name, at, part }: NameReference, { legs, whole }: Known): readonly Problem[] =>
  legs.includes(name) || !whole
    ? []
    : [
        {
          ...{ at, part, code: 'unknown-leg' },
          what: `no leg goes through ${name}`,
          right:
            legs.length > 0
              ? didYouMean(name, legs, 'legs here')
              : 'legs stand at a link: legs: [{via: r1, mtu: 1500}, …]',
        },
      ];

const nothing = (): readonly Problem[] => [];

const checks: Readonly<
  Record<NameReference['reference'], (mention: NameReference, known: Known) => readonly Problem[]>
> = {
  node,
  place,
  leg,
  flow: nothing,
  'new-flow': nothing,
};

/** Flows in the order of the steps; those that one step keeps exist for the steps after it. */
const checkFlows = (found: readonly NameReference[]): readonly Problem[] => {
  const kept = found.filter(({ reference }) => reference === 'new-flow');
  const used = found.filter(({ reference }) => reference === 'flow');
  return [
    ...kept
      .filter(({ name }, index) => kept.findIndex((each) => each.name === name) !== index)
      .map(({ name, at, part }) => ({
        at,
        part,
        code: 'flow-twice',
        what: `a second flow named ${name}`,
        right: 'a name of its own',
      })),
    ...firstProblems(used, (mention) => {
      const earlier = kept.filter(({ at }) => stepOf(at) < stepOf(mention.at)).map(({ name }) => name);
      return earlier.includes(mention.name) ? [] : [missing(mention, earlier, kept)];
    }),
  ];
};

const missing = (
  { name, at, part }: NameReference,
  earlier: readonly string[],
  kept: readonly NameReference[],
): Problem => {
  const later = kept.find((each) => each.name === name);
  const what = later
    ? `flow ${name} does not exist before step ${stepOf(later.at) + 1} keeps it`
    : `no earlier step keeps a flow named ${name}`;
  if (later) return { at, part, code: 'unknown-flow', what, right: 'use it in a later step' };
  const near = nearest(name, earlier);
  const listed = earlier.length > 0 ? `; kept so far: ${earlier.join(', ')}` : '';
  const right = near === undefined ? `give the step that begins it \`as: ${name}\`${listed}` : `did you mean ${near}?`;
  return { at, part, code: 'unknown-flow', what, right };
};

const stepOf = ([, index]: Path): number => Number(index);

const freshBesideFlows = (found: readonly NameReference[], value: unknown): readonly Problem[] =>
  itemsOf(ownProperty(value, 'steps')).flatMap((step, index): readonly Problem[] => {
    const open = found.find(({ reference, at }) => reference === 'new-flow' && stepOf(at) < index);
    if (ownProperty(step, 'fresh') !== true || !open) return [];
    const what = `fresh while the flow ${open.name} is open`;
    const right =
      'flushing makes a healthy flow forget its path MTU and stall: put this step first, or in a scenario of its own';
    return [{ at: ['steps', index, 'fresh'], part: 'key', code: 'fresh-beside-flow', what, right }];
  });
