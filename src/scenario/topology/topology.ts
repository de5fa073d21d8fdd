import { families } from '../../evidence/family.ts';
import type { Family } from '../../evidence/family.ts';
import type { Dictionary } from '../../words/dictionary.ts';
import { entriesOf, isObject, itemsOf, ownProperty, valueAt } from '../model/unknown-values.ts';
import type { LegGroup, Path, ScenarioLink, ScenarioNode, SharedAddress } from '../model/scenario.ts';
import { impairmentFields } from '../../words/traits/impairment-settings.ts';
import { withTunnelMtus } from './tunnel-mtus.ts';
import type { IsValid } from '../problems/valid-paths.ts';

/** Nodes, links and legs with every shorthand expanded. Invalid links are left out; of invalid nodes, names remain. */
export interface Topology {
  readonly nodes: readonly ScenarioNode[];
  readonly links: readonly ScenarioLink[];
  readonly legs: readonly LegGroup[];
  /** Of invalid ones, names remain. */
  readonly addresses: readonly SharedAddress[];
  /** Whether `nodes` is complete, so that any other name is unknown. */
  readonly hasAllNodes: boolean;
  /** Whether `links` is complete as well. */
  readonly hasAllLinks: boolean;
}

/** Reads `topology` of a checked value; each leg becomes a router with two links. */
export const topologyOf = (value: unknown, { nodes, links: kinds, traits }: Dictionary, isValid: IsValid): Topology => {
  const declared = entriesOf(valueAt(value, ['topology', 'nodes'])).map(([name, node]) =>
    nodeOf(name, node, ['topology', 'nodes', name], { nodes, traits }),
  );
  const links = itemsOf(valueAt(value, ['topology', 'links'])).map((link, index) => ({
    link,
    at: ['topology', 'links', index],
  }));
  const validLinks = links.filter(({ at }) => isValid(at));
  const hasAllNodes =
    isObject(valueAt(value, ['topology', 'nodes'])) && Array.isArray(valueAt(value, ['topology', 'links']));
  const allNodes = links.flatMap(({ link, at }) => legRouters(link, at)).reduce(addRouter, declared);
  const allLinks = validLinks.flatMap(({ link, at }) =>
    ownProperty(link, 'legs') === undefined ? [linkOf(link, at)] : legLinks(link, at),
  );
  return {
    nodes: allNodes,
    links: withTunnelMtus(allLinks, allNodes, { nodes, links: kinds }),
    legs: validLinks.flatMap(({ link, at }) => legGroups(link, at)),
    addresses: addressesOf(value).map((address) => (isValid(address.at) ? address : { ...address, holders: [] })),
    hasAllNodes,
    hasAllLinks: hasAllNodes && validLinks.length === links.length,
  };
};

type Words = Pick<Dictionary, 'nodes' | 'traits'>;

const nodeOf = (name: string, node: unknown, at: Path, { nodes, traits }: Words): ScenarioNode => {
  const [kind = 'router', settings] = typeof node === 'string' ? [node] : (entriesOf(node)[0] ?? []);
  const entries = entriesOf(settings).filter(([key]) => key !== 'families');
  return {
    name,
    kind: Object.hasOwn(nodes, kind) ? kind : 'router',
    settings: Object.fromEntries(entries.filter(([key]) => !Object.hasOwn(traits, key))),
    traits: Object.fromEntries(entries.filter(([key]) => Object.hasOwn(traits, key))),
    ...familiesOf(settings),
    at,
  };
};

/** The families that a node, a link or a leg lists; any other value is a problem of its own. */
const familiesOf = (settings: unknown): { readonly families?: readonly Family[] } => {
  const listed = itemsOf(ownProperty(settings, 'families'));
  const isFamily = (item: unknown): item is Family => (families as readonly unknown[]).includes(item);
  return listed.length > 0 && listed.every(isFamily) ? { families: listed } : {};
};

const addressesOf = (value: unknown): readonly SharedAddress[] =>
  entriesOf(valueAt(value, ['topology', 'addresses'])).map(([name, address]) => ({
    ...{ name, holders: itemsOf(ownProperty(address, 'at')).map(String) },
    at: ['topology', 'addresses', name],
  }));

const endsOf = (link: unknown): readonly [string, string] => ownProperty(link, 'between') as readonly [string, string];

const linkOf = (link: unknown, at: Path): ScenarioLink => {
  const mtu = ownProperty(link, 'mtu');
  const [a, b] = endsOf(link);
  const mtuOf = (end: string): number => (isObject(mtu) ? Number(ownProperty(mtu, end)) : Number(mtu));
  const name = ownProperty(link, 'name');
  const [tunnel] = entriesOf(ownProperty(link, 'tunnel'));
  return {
    ...{ between: [a, b], mtu: [mtuOf(a), mtuOf(b)], at },
    ...(name !== undefined && { name: String(name) }),
    ...(tunnel && { tunnel: { kind: tunnel[0], settings: tunnel[1] } }),
    ...impairmentOf(link),
    ...familiesOf(link),
  };
};

const impairmentOf = (link: unknown): Pick<ScenarioLink, 'impairment'> => {
  const impairment = Object.fromEntries(entriesOf(link).filter(([key]) => Object.hasOwn(impairmentFields, key)));
  return Object.keys(impairment).length > 0 ? { impairment } : {};
};

const legLinks = (link: unknown, linkPath: Path): readonly ScenarioLink[] => {
  const [a, b] = endsOf(link);
  return itemsOf(ownProperty(link, 'legs')).flatMap((leg, index) => {
    const mtu = Number(ownProperty(leg, 'mtu'));
    const firstHop = Number(ownProperty(link, 'first-hop') ?? mtu);
    const via = String(ownProperty(leg, 'via'));
    const at = [...linkPath, 'legs', index];
    return [
      { between: [a, via] as const, mtu: [firstHop, firstHop] as const, at },
      { between: [via, b] as const, mtu: [mtu, mtu] as const, at },
    ];
  });
};

const legGroups = (link: unknown, at: Path): readonly LegGroup[] =>
  ownProperty(link, 'legs') === undefined
    ? []
    : [{ between: endsOf(link), via: legRouters(link, at).map(({ name }) => name), at }];

const legRouters = (link: unknown, at: Path): readonly ScenarioNode[] =>
  itemsOf(ownProperty(link, 'legs')).flatMap((leg, index) => {
    const { via, mtu: _, families: __, ...traits } = isObject(leg) ? leg : {};
    if (typeof via !== 'string') return [];
    return [{ name: via, kind: 'router', settings: {}, traits, ...familiesOf(leg), at: [...at, 'legs', index] }];
  });

/** A leg's router may also be listed under `nodes`; then its traits and families are merged. */
const addRouter = (nodes: readonly ScenarioNode[], router: ScenarioNode): readonly ScenarioNode[] =>
  nodes.some(({ name }) => name === router.name)
    ? nodes.map((node) =>
        node.name === router.name ? { ...router, ...node, traits: { ...node.traits, ...router.traits } } : node,
      )
    : [...nodes, router];
