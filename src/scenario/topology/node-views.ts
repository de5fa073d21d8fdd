import type { Family } from '../../evidence/family.ts';
import type { Dictionary } from '../../words/dictionary.ts';
import type { InterfaceView, NodeView, NodeViews } from '../../words/lab/node-view.ts';
import type { TranslatedNodes } from '../../words/language/word.ts';
import type { BridgedSegments } from './bridged-segments.ts';
import { bridgedSegments } from './bridged-segments.ts';
import { carriedFamilies } from './carried-families.ts';
import type { CarriedFamilies } from './carried-families.ts';
import { linksByNode } from './links-by-node.ts';
import type { Topology } from './topology.ts';
import { translatedNodes } from './translated-nodes.ts';

/** Returns the nodes as words see them before planning: with kinds, links and MTUs, but without addresses. */
export const nodeViews = (
  { nodes, links, addresses = [] }: Pick<Topology, 'nodes' | 'links'> & Partial<Pick<Topology, 'addresses'>>,
  families: readonly Family[],
  dictionary: Dictionary,
): NodeViews => {
  const views = new Map<string, NodeView>();
  const kinds = new Map(nodes.map(({ name, kind }) => [name, dictionary.nodes[kind]]));
  const isBridge = (name: string): boolean => kinds.get(name)?.bridges === true;
  const segments = bridgedSegments([...kinds.keys()], links, isBridge);
  const carried = carriedFamilies(nodes, families, isBridge);
  const linksOf = linksByNode(links);
  const translated = translatedNodes(nodes, carried, dictionary);
  for (const { name, settings } of nodes) {
    const kind = kinds.get(name);
    const services = kind?.serves?.(settings) ?? [];
    const other = translated.get(name);
    views.set(name, {
      ...{ name, forwards: kind?.forwards ?? true, address: noAddress },
      interfaces: interfacesOf(name, linksOf.get(name) ?? [], segments, carried),
      ...sharedBy(name, addresses),
      ...(other && { translated: { ...other, address: '' } }),
      ...leadsTo(kind?.translates?.(settings)),
      ...(services.length > 0 && { services }),
      ...(kind?.bridges ? { bridges: true, families: [] } : { families: carried.ofNode(name) }),
    });
  }
  return views;
};

const leadsTo = (translates: TranslatedNodes | undefined): Pick<NodeView, 'leadsTo'> =>
  translates?.towards === undefined ? {} : { leadsTo: translates.towards };

const sharedBy = (node: string, addresses: Topology['addresses']): Pick<NodeView, 'shares'> => {
  const shares = addresses
    .filter(({ holders }) => holders.includes(node))
    .map(({ name }) => ({ name, address: noAddress }));
  return shares.length > 0 ? { shares } : {};
};

const noAddress = { ipv6: '', ipv4: '' } as const;

const interfacesOf = (
  name: string,
  links: Topology['links'],
  { hasBridge, beyond }: BridgedSegments,
  carried: CarriedFamilies,
): readonly InterfaceView[] =>
  links.flatMap((link) => {
    const { between, mtu, name: linkName, tunnel } = link;
    const end = between.indexOf(name) as 0 | 1;
    const peer = between[1 - end];
    if (end < 0 || peer === undefined) return [];
    const id = linkName ?? `to-${peer}`;
    const fewer = carried.ofEnd(link, end);
    const view = {
      ...{ name: id, place: `${name}:${id}`, peer, mtu: mtu[end]!, address: noAddress, gateway: noAddress },
      ...(tunnel && { tunnel: true as const }),
      ...(fewer && { families: fewer }),
    };
    const neighbours = () => beyond(name, peer).map(({ node }) => ({ node, address: noAddress }));
    return [hasBridge(name, peer) ? withNeighbours(view, neighbours) : view];
  });

/** Finds the neighbours when a word reads them: few do, and 1800 nodes at one switch have three million pairs. */
const withNeighbours = (view: InterfaceView, beyond: () => InterfaceView['beyond']): InterfaceView =>
  Object.defineProperty({ ...view }, 'beyond', { get: beyond, enumerable: true });
