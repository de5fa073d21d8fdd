import type { Family } from '../evidence/family.ts';
import type { Dictionary } from '../words/dictionary.ts';
import type { InterfaceView, NodeView } from '../words/node-view.ts';
import type { Topology } from './topology.ts';

/** The nodes as words see them before anything is planned: kinds, links and MTUs, but no addresses yet. */
export const viewsOf = (
  { nodes, links }: Pick<Topology, 'nodes' | 'links'>,
  families: readonly Family[],
  dictionary: Dictionary,
): ReadonlyMap<string, NodeView> => {
  const views = new Map<string, NodeView>();
  const neighbour = (name: string): NodeView | undefined => views.get(name);
  for (const { name, kind } of nodes) {
    const forwards = dictionary.nodes[kind]?.forwards ?? true;
    views.set(name, { name, forwards, address: unplanned, interfaces: interfacesOf(name, links), families, neighbour });
  }
  return views;
};

const unplanned = { ipv6: '', ipv4: '' } as const;

const interfacesOf = (name: string, links: Topology['links']): readonly InterfaceView[] =>
  links.flatMap(({ between, mtu }) => {
    const end = between.indexOf(name);
    const peer = between[1 - end];
    if (end < 0 || peer === undefined) return [];
    const place = `${name}:to-${peer}`;
    return [{ name: `to-${peer}`, place, peer, mtu: mtu[end]!, address: unplanned, gateway: unplanned }];
  });
