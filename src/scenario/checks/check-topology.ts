import { smallestIpv6Mtu } from '../../evidence/family.ts';
import type { Family } from '../../evidence/family.ts';
import { entriesOf, itemsOf, ownProperty, valueAt } from '../model/unknown-values.ts';
import type { Problem } from '../problems/problem.ts';
import type { Path, ScenarioLink } from '../model/scenario.ts';
import type { IsValid } from '../problems/valid-paths.ts';
import { startsWith } from '../problems/valid-paths.ts';
import type { Topology } from '../topology/topology.ts';

/** What is wrong with links and legs although their shape is right. */
export const checkTopology = (
  value: unknown,
  topology: Topology,
  families: readonly Family[],
  sound: IsValid,
): readonly Problem[] => {
  const links = itemsOf(valueAt(value, ['topology', 'links']))
    .map((link, index) => ({ link, at: ['topology', 'links', index] }))
    .filter(({ at }) => sound(at));
  const repeated = repeatedLegs(topology);
  return [
    ...links.flatMap(({ link, at }) => written(link, at)),
    ...topology.links
      .filter(({ at }) => !repeated.some((each) => startsWith(each.at, at)))
      .flatMap((link, index, all) => joined(link, all.slice(0, index))),
    ...repeated,
    ...twiceGiven(value, topology),
    ...(families.includes('ipv6') ? links.flatMap(({ link, at }) => tooSmall(link, at)) : []),
  ];
};

const written = (link: unknown, at: Path): readonly Problem[] => {
  const ends = itemsOf(ownProperty(link, 'between')).map(String);
  const perEnd = entriesOf(ownProperty(link, 'mtu')).map(([end]) => end);
  const strangers = perEnd.filter((end) => !ends.includes(end));
  const without = perEnd.length > 0 ? ends.filter((end) => !perEnd.includes(end)) : [];
  const legs = ownProperty(link, 'legs') !== undefined;
  return [
    ...strangers.map((end) =>
      problem(
        [...at, 'mtu', end],
        'key',
        'mtu-of-stranger',
        `${end} is not an end of this link`,
        `its ends are ${ends.join(' and ')}`,
      ),
    ),
    ...(strangers.length > 0 ? [] : without).map((end) => {
      const right = `mtu: {${ends.map((each) => `${each}: 1500`).join(', ')}}, or one number for both`;
      return problem([...at, 'mtu'], 'key', 'mtu-missing', `mtu: the end at ${end} has none`, right);
    }),
    ...(legs && ownProperty(link, 'mtu') !== undefined
      ? [
          problem(
            [...at, 'mtu'],
            'key',
            'mtu-beside-legs',
            'mtu beside legs',
            'each leg has an mtu of its own; first-hop is the MTU up to their routers',
          ),
        ]
      : []),
    ...(!legs && ownProperty(link, 'first-hop') !== undefined
      ? [
          problem(
            [...at, 'first-hop'],
            'key',
            'first-hop-without-legs',
            'first-hop without legs',
            'mtu: {a: 9000, b: 1500} gives each end its own',
          ),
        ]
      : []),
  ];
};

const joined = ({ between: [a, b], at }: ScenarioLink, earlier: readonly ScenarioLink[]): readonly Problem[] => {
  if (a === b)
    return [
      problem([...at, 'between'], 'value', 'self-link', `${a} is joined to itself`, 'a link joins two different nodes'),
    ];
  const same = earlier.some(({ between }) => between.includes(a) && between.includes(b));
  const right = 'one link per pair of nodes; parallel ways are legs, each through a router of its own';
  return same ? [problem(at, 'value', 'duplicate-link', `a second link between ${a} and ${b}`, right)] : [];
};

const repeatedLegs = ({ legs }: Topology): readonly Problem[] => {
  const all = legs.flatMap(({ via, at }) => via.map((name, index) => ({ name, at: [...at, 'legs', index, 'via'] })));
  return all
    .filter(({ name }, index) => all.findIndex((each) => each.name === name) !== index)
    .map(({ name, at }) =>
      problem(
        at,
        'value',
        'duplicate-leg',
        `a second leg through ${name}`,
        'a leg is named by its router, so each has a router of its own',
      ),
    );
};

const twiceGiven = (value: unknown, { legs, nodes }: Topology): readonly Problem[] =>
  legs.flatMap(({ via, at }) =>
    via.flatMap((name, index) => {
      const [, declared] = entriesOf(valueAt(value, ['topology', 'nodes', name]))[0] ?? [];
      const leg = [...at, 'legs', index];
      const twice = entriesOf(valueAt(value, leg)).filter(
        ([trait]) => trait !== 'mtu' && ownProperty(declared, trait) !== undefined,
      );
      return nodes.length === 0
        ? []
        : twice.map(([trait]) =>
            problem(
              [...leg, trait],
              'key',
              'trait-twice',
              `${name} is given ${trait} here and among the nodes`,
              'keep one of the two',
            ),
          );
    }),
  );

const tooSmall = (link: unknown, at: Path): readonly Problem[] =>
  mtusOf(link, at)
    .filter(({ mtu }) => Number(mtu) < smallestIpv6Mtu)
    .map(({ mtu, at: place }) =>
      problem(
        place,
        'value',
        'ipv6-mtu',
        `IPv6 needs an MTU of at least ${smallestIpv6Mtu} and this is ${String(mtu)}`,
        `${smallestIpv6Mtu} or more, or families: [ipv4]`,
      ),
    );

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

const problem = (at: Path, part: Problem['part'], code: string, what: string, right: string): Problem => ({
  at,
  part,
  code,
  what,
  right,
});
