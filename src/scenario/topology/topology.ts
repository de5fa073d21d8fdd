import type { Dictionary } from '../../words/dictionary.ts';
import { entriesOf, isObject, itemsOf, ownProperty, valueAt } from '../model/unknown-values.ts';
import type { LegGroup, Path, ScenarioLink, ScenarioNode } from '../model/scenario.ts';
import type { IsValid } from '../problems/valid-paths.ts';

/** Nodes, links and legs with every shorthand written out. What is not sound is left out, but for the names of nodes. */
export interface Topology {
  readonly nodes: readonly ScenarioNode[];
  readonly links: readonly ScenarioLink[];
  readonly legs: readonly LegGroup[];
  /** All names of nodes are known, so what is not among them does not exist. */
  readonly named: boolean;
  /** All links are there as well. */
  readonly whole: boolean;
}

/** Reads `topology` of a checked value; legs become routers and links of their own. */
export const topologyOf = (value: unknown, { nodes, traits }: Dictionary, sound: IsValid): Topology => {
  const declared = entriesOf(valueAt(value, ['topology', 'nodes'])).map(([name, node]) =>
    nodeOf(name, node, ['topology', 'nodes', name], { nodes, traits }),
  );
  const links = itemsOf(valueAt(value, ['topology', 'links'])).map((link, index) => ({
    link,
    at: ['topology', 'links', index],
  }));
  const usable = links.filter(({ at }) => sound(at));
  const named = isObject(valueAt(value, ['topology', 'nodes'])) && Array.isArray(valueAt(value, ['topology', 'links']));
  return {
    nodes: links.flatMap(({ link, at }) => routersOf(link, at)).reduce(join, declared),
    links: usable.flatMap(({ link, at }) =>
      ownProperty(link, 'legs') === undefined ? [linkOf(link, at)] : legLinks(link, at),
    ),
    legs: usable.flatMap(({ link, at }) => groupOf(link, at)),
    named,
    whole: named && usable.length === links.length,
  };
};

type Words = Pick<Dictionary, 'nodes' | 'traits'>;

const nodeOf = (name: string, node: unknown, at: Path, { nodes, traits }: Words): ScenarioNode => {
  const [kind = 'router', settings] = typeof node === 'string' ? [node] : (entriesOf(node)[0] ?? []);
  const known = Object.hasOwn(nodes, kind) ? kind : 'router';
  const all = entriesOf(settings);
  return {
    name,
    kind: known,
    settings: Object.fromEntries(all.filter(([key]) => !Object.hasOwn(traits, key))),
    traits: Object.fromEntries(all.filter(([key]) => Object.hasOwn(traits, key))),
    at,
  };
};

const between = (link: unknown): readonly [string, string] => ownProperty(link, 'between') as readonly [string, string];

const linkOf = (link: unknown, at: Path): ScenarioLink => {
  const mtu = ownProperty(link, 'mtu');
  const [a, b] = between(link);
  const ofEnd = (end: string): number => (isObject(mtu) ? Number(ownProperty(mtu, end)) : Number(mtu));
  return { between: [a, b], mtu: [ofEnd(a), ofEnd(b)], at };
};

const legLinks = (link: unknown, at: Path): readonly ScenarioLink[] => {
  const [a, b] = between(link);
  return itemsOf(ownProperty(link, 'legs')).flatMap((leg, index) => {
    const mtu = Number(ownProperty(leg, 'mtu'));
    const first = Number(ownProperty(link, 'first-hop') ?? mtu);
    const via = String(ownProperty(leg, 'via'));
    const here = [...at, 'legs', index];
    return [
      { between: [a, via] as const, mtu: [first, first] as const, at: here },
      { between: [via, b] as const, mtu: [mtu, mtu] as const, at: here },
    ];
  });
};

const groupOf = (link: unknown, at: Path): readonly LegGroup[] =>
  ownProperty(link, 'legs') === undefined
    ? []
    : [{ between: between(link), via: routersOf(link, at).map(({ name }) => name), at }];

const routersOf = (link: unknown, at: Path): readonly ScenarioNode[] =>
  itemsOf(ownProperty(link, 'legs')).flatMap((leg, index) => {
    const { via, mtu: _, ...traits } = isObject(leg) ? leg : {};
    if (typeof via !== 'string') return [];
    return [{ name: via, kind: 'router', settings: {}, traits, at: [...at, 'legs', index] }];
  });

/** A leg's router may be declared among the nodes as well; then its traits come together. */
const join = (nodes: readonly ScenarioNode[], router: ScenarioNode): readonly ScenarioNode[] =>
  nodes.some(({ name }) => name === router.name)
    ? nodes.map((node) =>
        node.name === router.name ? { ...node, traits: { ...node.traits, ...router.traits } } : node,
      )
    : [...nodes, router];
