import type { Dictionary } from '../../words/dictionary.ts';
import { impairmentConflict } from '../../words/lab/impairment.ts';
import { impairmentFields } from '../../words/traits/impairment-settings.ts';
import { minimumIpv6Mtu } from '../../evidence/family.ts';
import type { Family } from '../../evidence/family.ts';
import { entriesOf, itemsOf, ownProperty, valueAt } from '../model/unknown-values.ts';
import type { Problem } from '../problems/problem.ts';
import type { Path, ScenarioLink } from '../model/scenario.ts';
import type { IsValid } from '../problems/valid-paths.ts';
import { startsWith } from '../problems/valid-paths.ts';
import { carriedFamilies } from '../topology/carried-families.ts';
import type { Topology } from '../topology/topology.ts';

/** Finds mistakes in well-formed links and legs: ends, MTUs, duplicates, and MTUs too small for IPv6. */
export const checkTopology = (
  value: unknown,
  topology: Topology,
  families: readonly Family[],
  { isValid, kinds }: { readonly isValid: IsValid; readonly kinds: Pick<Dictionary, 'nodes'> },
): readonly Problem[] => {
  const links = itemsOf(valueAt(value, ['topology', 'links']))
    .map((link, index) => ({ link, at: ['topology', 'links', index] }))
    .filter(({ at }) => isValid(at));
  const bridges = new Set(topology.nodes.filter(({ kind }) => kinds.nodes[kind]?.bridges).map(({ name }) => name));
  const isBridge = (name: string): boolean => bridges.has(name);
  const duplicateLegs = findDuplicateLegs(topology);
  const carried = carriedFamilies(topology.nodes, families, isBridge);
  const withIpv6 = topology.links.filter((link) => carried.ofLink(link).includes('ipv6'));
  const carryIpv6 = new Set(withIpv6.flatMap(({ at }) => [linkKey(at.slice(0, 3)), linkKey(at)]));
  return [
    ...links.flatMap(({ link, at }) => mtuProblems(link, at)),
    ...topology.links
      .filter(({ at }) => !duplicateLegs.some((leg) => startsWith(leg.at, at)))
      .flatMap((link, index, all) => [
        ...endProblems(link, all.slice(0, index)),
        ...nameProblems(link, all.slice(0, index)),
        ...tunnelProblems(link, families, isBridge),
        ...impairmentProblems(link),
      ]),
    ...duplicateLegs,
    ...duplicateTraits(value, topology),
    ...links.flatMap(({ link, at }) => tooSmallForIpv6(link, at)).filter(({ at }) => carryIpv6.has(linkKey(at))),
    ...withIpv6.flatMap((link) => tooSmallInside(link, value)),
  ];
};

const mtuProblems = (link: unknown, at: Path): readonly Problem[] => {
  const ends = itemsOf(ownProperty(link, 'between')).map(String);
  const perEnd = entriesOf(ownProperty(link, 'mtu')).map(([end]) => end);
  const notEnds = perEnd.filter((end) => !ends.includes(end));
  const missingEnds = perEnd.length > 0 ? ends.filter((end) => !perEnd.includes(end)) : [];
  const hasLegs = ownProperty(link, 'legs') !== undefined;
  return [
    ...notEnds.map((end) =>
      problem([...at, 'mtu', end], 'key', `${end} is not an end of this link`, `its ends are ${ends.join(' and ')}`),
    ),
    ...(notEnds.length > 0 ? [] : missingEnds).map((end) => {
      const right = `write mtu: {${ends.map((name) => `${name}: 1500`).join(', ')}}, or one number for both ends`;
      return problem([...at, 'mtu'], 'key', `mtu: none for the end at ${end}`, right);
    }),
    ...(hasLegs && ownProperty(link, 'mtu') !== undefined
      ? [
          problem(
            [...at, 'mtu'],
            'key',
            'mtu on a link with legs',
            'give each leg its own mtu, and first-hop for the MTU up to their routers',
          ),
        ]
      : []),
    ...Object.keys(impairmentFields)
      .filter((key) => hasLegs && ownProperty(link, key) !== undefined)
      .map((key) =>
        problem(
          [...at, key],
          'key',
          `${key} on a link with legs`,
          `give the leg a trait, such as impairment: {to-${ends[1]}: {${key}: …}}`,
        ),
      ),
    ...(['name', 'tunnel'] as const)
      .filter((key) => hasLegs && ownProperty(link, key) !== undefined)
      .map((key) =>
        problem(
          [...at, key],
          'key',
          `${key} on a link with legs`,
          'a leg is two cables; write it on a link of its own',
        ),
      ),
    ...(!hasLegs && ownProperty(link, 'first-hop') !== undefined
      ? [
          problem(
            [...at, 'first-hop'],
            'key',
            'first-hop on a link without legs',
            'for a different MTU at each end, write mtu: {a: 9000, b: 1500}',
          ),
        ]
      : []),
  ];
};

/** Both ends of a link have its name, so no other link of either node may have it. */
const nameProblems = ({ between, name, at }: ScenarioLink, earlier: readonly ScenarioLink[]): readonly Problem[] => {
  const other = earlier.find(
    (link) => name !== undefined && link.name === name && between.some((end) => link.between.includes(end)),
  );
  const shared = between.find((end) => other?.between.includes(end));
  return shared === undefined
    ? []
    : [problem([...at, 'name'], 'value', `a second link named ${name} at ${shared}`, 'choose another name')];
};

const tunnelProblems = (
  { between, tunnel, at }: ScenarioLink,
  families: readonly Family[],
  isBridge: (node: string) => boolean,
): readonly Problem[] => {
  if (!tunnel) return [];
  const bridge = between.find(isBridge);
  const over = valueAt(tunnel.settings, ['over']);
  return [
    ...(bridge === undefined
      ? []
      : [problem([...at, 'between'], 'value', `${bridge} has no address for a tunnel`, 'use a host or a router')]),
    ...(families.some((family) => family === over) || over === undefined
      ? []
      : [
          problem(
            [...at, 'tunnel', tunnel.kind, 'over'],
            'value',
            `${String(over)} is not one of the families of this scenario`,
            `write over: ${families.join(' or ')}, or add it to families`,
          ),
        ]),
  ];
};

const impairmentProblems = ({ impairment, tunnel, at }: ScenarioLink): readonly Problem[] => {
  if (!impairment) return [];
  const [key] = Object.keys(impairment);
  if (tunnel)
    return [problem([...at, key!], 'key', `${key} on a tunnel`, 'write it on a link that carries its packets')];
  const [what, right] = impairmentConflict(impairment)?.split('; ') ?? [];
  return what === undefined ? [] : [problem([...at, 'reorder'], 'key', what, `${right}: write delay: 10ms`)];
};

const endProblems = (
  { between: [a, b], name, at }: ScenarioLink,
  earlier: readonly ScenarioLink[],
): readonly Problem[] => {
  if (a === b) return [problem([...at, 'between'], 'value', `${a} is linked to itself`, 'link two different nodes')];
  const isDuplicate =
    name === undefined &&
    earlier.some((link) => link.name === undefined && link.between.includes(a) && link.between.includes(b));
  const right = 'keep one, or give it a name; for parallel paths use legs, each through its own router';
  return isDuplicate ? [problem(at, 'value', `a second link between ${a} and ${b}`, right)] : [];
};

const findDuplicateLegs = ({ legs }: Topology): readonly Problem[] => {
  const routers = legs.flatMap(({ via, at }) =>
    via.map((name, index) => ({ name, at: [...at, 'legs', index, 'via'] })),
  );
  return routers
    .filter(({ name }, index) => routers.findIndex((router) => router.name === name) !== index)
    .map(({ name, at }) =>
      problem(at, 'value', `a second leg through ${name}`, 'a leg is named after its router, so give each its own'),
    );
};

const duplicateTraits = (value: unknown, { legs, nodes }: Topology): readonly Problem[] =>
  legs.flatMap(({ via, at }) =>
    via.flatMap((name, index) => {
      const [, declared] = entriesOf(valueAt(value, ['topology', 'nodes', name]))[0] ?? [];
      const legPath = [...at, 'legs', index];
      const duplicates = entriesOf(valueAt(value, legPath)).filter(
        ([trait]) => trait !== 'mtu' && ownProperty(declared, trait) !== undefined,
      );
      return nodes.length === 0
        ? []
        : duplicates.map(([trait]) =>
            problem(
              [...legPath, trait],
              'key',
              `${name} has ${trait} both here and under nodes`,
              'keep one of the two',
            ),
          );
    }),
  );

const tooSmallForIpv6 = (link: unknown, at: Path): readonly Problem[] =>
  mtusOf(link, at)
    .filter(({ mtu }) => Number(mtu) < minimumIpv6Mtu)
    .map(({ mtu, at: mtuPath }) =>
      problem(
        mtuPath,
        'value',
        `an MTU of ${String(mtu)} is too small for IPv6`,
        `set at least ${minimumIpv6Mtu}, or families: [ipv4]`,
      ),
    );

/** What tells a link, or one of its legs, from others: `first-hop` is of all legs. */
const linkKey = ([, , link, key, leg]: Path): string => (key === 'legs' ? `${link} ${leg}` : `${link}`);

/** A tunnel without an MTU has what the links below it leave. */
const tooSmallInside = ({ tunnel, mtu: [mtu], at }: ScenarioLink, value: unknown): readonly Problem[] => {
  if (!tunnel || valueAt(value, [...at, 'mtu']) !== undefined || mtu >= minimumIpv6Mtu) return [];
  const what = `the links below leave packets of ${mtu} bytes inside this tunnel, which is too small for IPv6`;
  const right = `raise their MTU by at least ${minimumIpv6Mtu - mtu}, or write families: [ipv4]`;
  return [problem([...at, 'tunnel', tunnel.kind], 'key', what, right)];
};

const mtusOf = (link: unknown, at: Path): readonly { readonly mtu: unknown; readonly at: Path }[] => [
  ...(['mtu', 'first-hop'] as const)
    .filter((key) => typeof ownProperty(link, key) === 'number')
    .map((key) => ({ mtu: ownProperty(link, key), at: [...at, key] })),
  ...entriesOf(ownProperty(link, 'mtu')).map(([end, mtu]) => ({ mtu, at: [...at, 'mtu', end] })),
  ...itemsOf(ownProperty(link, 'legs')).map((leg, index) => ({
    mtu: ownProperty(leg, 'mtu'),
    at: [...at, 'legs', index, 'mtu'],
  })),
];

const problem = (at: Path, part: Problem['part'], what: string, right: string): Problem => ({ at, part, what, right });
