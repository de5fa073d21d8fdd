import { didYouMean, nearestWord } from '../problems/did-you-mean.ts';
import { firstProblems } from '../problems/first-problems.ts';
import { itemsOf, ownProperty } from '../model/unknown-values.ts';
import type { Problem } from '../problems/problem.ts';
import type { NameReference } from './name-references.ts';
import type { Path } from '../model/scenario.ts';
import type { Topology } from '../topology/topology.ts';

/** Finds unknown nodes, places, legs and flows; a flow exists only after the step that keeps it. */
export const checkNames = (
  references: readonly NameReference[],
  topology: Topology,
  value: unknown,
): readonly Problem[] => {
  const known = knownNames(topology);
  return [
    ...firstProblems(references, (reference) => checks[reference.reference](reference, known)),
    ...checkFlows(references.filter(({ at }) => at[0] === 'steps')),
    ...freshWithOpenFlow(references, value),
  ];
};

interface KnownNames {
  readonly nodes: readonly string[];
  readonly addresses: readonly string[];
  readonly places: readonly string[];
  readonly legs: readonly string[];
  readonly hasAllNodes: boolean;
  readonly hasAllLinks: boolean;
}

const knownNames = ({ nodes, addresses, links, legs, hasAllNodes, hasAllLinks }: Topology): KnownNames => ({
  nodes: nodes.map(({ name }) => name),
  addresses: addresses.map(({ name }) => name),
  places: links.flatMap(({ between: [a, b], name }) => [`${a}:${name ?? `to-${b}`}`, `${b}:${name ?? `to-${a}`}`]),
  legs: legs.flatMap(({ via }) => via),
  hasAllNodes,
  hasAllLinks,
});

const unknownNode = ({ name, at, part }: NameReference, { nodes }: KnownNames): Problem => ({
  at,
  part,
  what: `unknown node ${name}`,
  right: didYouMean(name, nodes, 'nodes'),
});

const checkNode = (reference: NameReference, known: KnownNames): readonly Problem[] =>
  known.nodes.includes(reference.name) || !known.hasAllNodes ? [] : [unknownNode(reference, known)];

const checkDestination = (reference: NameReference, known: KnownNames): readonly Problem[] => {
  const { name, at, part } = reference;
  if (known.addresses.length === 0) return checkNode(reference, known);
  const names = [...new Set([...known.nodes, ...known.addresses])];
  if (names.includes(name) || !known.hasAllNodes) return [];
  return [{ at, part, what: `unknown node or address ${name}`, right: didYouMean(name, names, 'nodes and addresses') }];
};

const checkPlace = (reference: NameReference, known: KnownNames): readonly Problem[] => {
  const { name, at, part } = reference;
  const [node = '', id] = name.split(':');
  if (!known.nodes.includes(node)) return known.hasAllNodes ? [unknownNode({ ...reference, name: node }, known)] : [];
  if (id === undefined || !known.hasAllLinks || known.places.includes(name)) return [];
  const placesOfNode = known.places.filter((place) => place.startsWith(`${node}:`));
  return [
    {
      at,
      part,
      what: id.startsWith('to-') ? `${node} has no link to ${id.slice(3)}` : `${node} has no link named ${id}`,
      right: didYouMean(name, placesOfNode, `places at ${node}`),
    },
  ];
};

const checkLeg = ({ name, at, part }: NameReference, { legs, hasAllLinks }: KnownNames): readonly Problem[] =>
  legs.includes(name) || !hasAllLinks
    ? []
    : [
        {
          at,
          part,
          what: `no leg goes through ${name}`,
          right:
            legs.length > 0
              ? didYouMean(name, legs, 'legs')
              : 'define legs in a link, as in legs: [{via: r1, mtu: 1500}, …]',
        },
      ];

const checkedByStep = (): readonly Problem[] => [];

const checks: Readonly<
  Record<NameReference['reference'], (reference: NameReference, known: KnownNames) => readonly Problem[]>
> = {
  node: checkNode,
  destination: checkDestination,
  place: checkPlace,
  leg: checkLeg,
  flow: checkedByStep,
  'new-flow': checkedByStep,
};

/** Checks flows in the order of the steps: a flow that one step keeps exists in the steps after it. */
const checkFlows = (references: readonly NameReference[]): readonly Problem[] => {
  const kept = references.filter(({ reference }) => reference === 'new-flow');
  const used = references.filter(({ reference }) => reference === 'flow');
  return [
    ...kept
      .filter(({ name }, index) => kept.findIndex((flow) => flow.name === name) !== index)
      .map(({ name, at, part }) => ({
        at,
        part,
        what: `a second flow named ${name}`,
        right: 'choose another name',
      })),
    ...firstProblems(used, (reference) => {
      const earlier = kept.filter(({ at }) => stepOf(at) < stepOf(reference.at)).map(({ name }) => name);
      return earlier.includes(reference.name) ? [] : [unknownFlow(reference, earlier, kept)];
    }),
  ];
};

const unknownFlow = (
  { name, at, part }: NameReference,
  earlier: readonly string[],
  kept: readonly NameReference[],
): Problem => {
  const later = kept.find((flow) => flow.name === name);
  const what = later
    ? `flow ${name} does not exist until step ${stepOf(later.at) + 1} keeps it`
    : `no earlier step keeps a flow named ${name}`;
  if (later) return { at, part, what, right: 'use it in a later step' };
  const nearest = nearestWord(name, earlier);
  const flows = earlier.length > 0 ? `; flows: ${earlier.join(', ')}` : '';
  const right =
    nearest === undefined ? `add as: ${name} to the step that opens it${flows}` : `did you mean ${nearest}?`;
  return { at, part, what, right };
};

const stepOf = ([, index]: Path): number => Number(index);

const freshWithOpenFlow = (references: readonly NameReference[], value: unknown): readonly Problem[] =>
  itemsOf(ownProperty(value, 'steps')).flatMap((step, index): readonly Problem[] => {
    const open = references.find(({ reference, at }) => reference === 'new-flow' && stepOf(at) < index);
    if (ownProperty(step, 'fresh') !== true || !open) return [];
    const what = `fresh while flow ${open.name} is open`;
    const right =
      'a flush makes a healthy flow forget its path MTU and stall: move this step to the start or to another scenario';
    return [{ at: ['steps', index, 'fresh'], part: 'key', what, right }];
  });
