import type { Family } from '../../evidence/family.ts';
import type { Dictionary } from '../../words/dictionary.ts';
import type { InterfaceView, NodeView } from '../../words/lab/node-view.ts';
import type { BridgedSegments } from './bridged-segments.ts';
import { bridgedSegments } from './bridged-segments.ts';
import { linksByNode } from './links-by-node.ts';
import type { Topology } from './topology.ts';

/** The nodes as words see them before anything is planned: kinds, links and MTUs, but no addresses yet. */
export const nodeViews = (
  { nodes, links }: Pick<Topology, 'nodes' | 'links'>,
  families: readonly Family[],
  dictionary: Dictionary,
): ReadonlyMap<string, NodeView> => {
  const views = new Map<string, NodeView>();
  const neighbour = (name: string): NodeView | undefined => views.get(name);
  const kindOf = new Map(nodes.map(({ name, kind }) => [name, dictionary.nodes[kind]]));
  const bridges = bridgedSegments([...kindOf.keys()], links, (name) => kindOf.get(name)?.bridges === true);
  const linksOf = linksByNode(links);
  for (const { name } of nodes) {
    const kind = kindOf.get(name);
    views.set(name, {
      ...{ name, forwards: kind?.forwards ?? true, address: unplanned, neighbour },
      interfaces: interfacesOf(name, linksOf.get(name) ?? [], bridges),
      ...(kind?.bridges ? { bridges: true, families: [] } : { families }),
    });
  }
  return views;
};

const unplanned = { ipv6: '', ipv4: '' } as const;

const interfacesOf = (
  name: string,
  links: Topology['links'],
  { passes, beyond }: BridgedSegments,
): readonly InterfaceView[] =>
  links.flatMap(({ between, mtu }) => {
    const end = between.indexOf(name);
    const peer = between[1 - end];
    if (end < 0 || peer === undefined) return [];
    const place = `${name}:to-${peer}`;
    const others = passes(name, peer) && beyond(name, peer).map(({ node }) => ({ node, address: unplanned }));
    return [
      {
        ...{ name: `to-${peer}`, place, peer, mtu: mtu[end]!, address: unplanned, gateway: unplanned },
        ...(others && { beyond: others }),
      },
    ];
  });
