import { familyNames } from '../../evidence/family.ts';
import type { Family } from '../../evidence/family.ts';
import type { Dictionary } from '../../words/dictionary.ts';
import type { Path, ScenarioLink } from '../model/scenario.ts';
import { ownProperty, valueAt } from '../model/unknown-values.ts';
import type { Problem } from '../problems/problem.ts';
import type { IsValid } from '../problems/valid-paths.ts';
import { carriedFamilies } from '../topology/carried-families.ts';
import type { CarriedFamilies } from '../topology/carried-families.ts';
import type { Topology } from '../topology/topology.ts';

/** Finds families of nodes and links that the scenario or an end of the link does not have, and links that carry nothing. */
export const checkFamilies = (
  value: unknown,
  { nodes, links, legs }: Topology,
  families: readonly Family[],
  { isValid, kinds }: { readonly isValid: IsValid; readonly kinds: Pick<Dictionary, 'nodes'> },
): readonly Problem[] => {
  const bridges = new Set(nodes.filter(({ kind }) => kinds.nodes[kind]?.bridges).map(({ name }) => name));
  const isBridge = (name: string): boolean => bridges.has(name);
  const carried = carriedFamilies(nodes, families, isBridge);
  return [
    ...nodes.flatMap(({ name, kind, at, families: own = [] }) =>
      own.flatMap((family, index) =>
        families.includes(family) ? [] : [notOfScenario(family, [...placeOf(value, name, kind, at), index], families)],
      ),
    ),
    ...legs.flatMap(({ at }) => (ownProperty(valueAt(value, at), 'families') === undefined ? [] : [withLegs(at)])),
    ...links.filter(({ at }) => isValid(at)).flatMap((link) => linkProblems(link, { families, carried, isBridge })),
  ];
};

/** The families of a leg are siblings of its `via`; those of a node are below its kind. */
const placeOf = (value: unknown, name: string, kind: string, at: Path): Path => {
  const path = at[1] === 'nodes' ? [...at, kind, 'families'] : [...at, 'families'];
  return valueAt(value, path) === undefined && at[1] === 'nodes' ? ['topology', 'nodes', name] : path;
};

interface Context {
  readonly families: readonly Family[];
  readonly carried: CarriedFamilies;
  isBridge(node: string): boolean;
}

const linkProblems = (link: ScenarioLink, { families, carried, isBridge }: Context): readonly Problem[] => {
  const { between, families: own = [], tunnel, at } = link;
  const ends = between.filter((end) => !isBridge(end));
  const without = (family: Family) => ends.find((end) => !carried.ofNode(end).includes(family));
  if (link.families && ends.length === 0) return [betweenBridges(at)];
  const notCarried = own.flatMap((family, index) => {
    if (!families.includes(family)) return [notOfScenario(family, [...at, 'families', index], families)];
    const end = without(family);
    return end === undefined ? [] : [notOfEnd(end, family, [...at, 'families', index])];
  });
  const over = tunnel && (ownProperty(tunnel.settings, 'over') as Family | undefined);
  const outside = over && families.includes(over) ? without(over) : undefined;
  return [
    ...notCarried,
    ...(notCarried.length === 0 && carried.ofLink(link).length === 0 ? [carriesNothing(link)] : []),
    ...(over && outside !== undefined ? [notOfTunnelEnd(outside, over, [...at, 'tunnel', tunnel.kind, 'over'])] : []),
  ];
};

const notOfScenario = (family: Family, at: Path, families: readonly Family[]): Problem => ({
  ...{ at, part: 'value', what: `${family} is not one of the families of this scenario` },
  right: `remove it, or add it to the families of the scenario, which are only ${families.join(', ')}`,
});

const notOfEnd = (end: string, family: Family, at: Path): Problem => ({
  ...{ at, part: 'value', what: `${end} has no ${familyNames[family]} for this link to carry` },
  right: `remove it, or add ${family} to the families of ${end}`,
});

const notOfTunnelEnd = (end: string, over: Family, at: Path): Problem => ({
  ...{ at, part: 'value', what: `${end} has no ${familyNames[over]} for the packets that carry those of this tunnel` },
  right: `write the other family, or add ${over} to the families of ${end}`,
});

const carriesNothing = ({ between: [a, b], at }: ScenarioLink): Problem => ({
  ...{ at: [...at, ...(at.includes('legs') ? [] : ['between'])], part: 'value' },
  what: `${a} and ${b} share no family, so their link carries nothing`,
  right: 'give both one family in common',
});

const betweenBridges = (at: Path): Problem => ({
  ...{
    at: [...at, 'families'],
    part: 'key',
    what: 'families on a link between two switches, which forward all frames',
  },
  right: 'write it on the links of the hosts and routers',
});

const withLegs = (at: Path): Problem => ({
  ...{ at: [...at, 'families'], part: 'key', what: 'families on a link with legs' },
  right: 'write it in a leg, whose router then has only these',
});
