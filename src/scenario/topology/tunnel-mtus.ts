import type { Dictionary } from '../../words/dictionary.ts';
import type { ScenarioLink, ScenarioNode } from '../model/scenario.ts';

/** Gives each tunnel without an MTU the largest that fits: the path MTU of the links below it, less what the tunnel adds to each packet. */
export const withTunnelMtus = (
  links: readonly ScenarioLink[],
  nodes: readonly ScenarioNode[],
  kinds: Pick<Dictionary, 'nodes' | 'links'>,
): readonly ScenarioLink[] => {
  const forwards = new Map(nodes.map(({ name, kind }) => [name, kinds.nodes[kind]?.forwards ?? true]));
  return links.map((link) => {
    const { tunnel, between, mtu } = link;
    const kind = tunnel && kinds.links[tunnel.kind];
    if (!kind?.underlay || !mtu.some(Number.isNaN)) return link;
    const below = pathMtu(between, links, (node) => forwards.get(node) ?? true);
    const fitting = below - kind.overhead(tunnel!.settings)[kind.underlay(tunnel!.settings)];
    return { ...link, mtu: [fitting, fitting] };
  });
};

/** The smallest MTU of the links on all shortest paths; the default of Ethernet where there is no path, which is a problem of its own. */
const pathMtu = (
  [from, to]: ScenarioLink['between'],
  links: readonly ScenarioLink[],
  forwards: (node: string) => boolean,
): number => {
  const cables = links.filter(({ tunnel }) => !tunnel);
  const hops = hopsFrom(from, cables, (node) => node === from || forwards(node));
  const used = new Set([to]);
  let smallest = Infinity;
  for (const node of used)
    for (const { between, mtu } of cables) {
      const before = between[1 - between.indexOf(node)];
      if (!between.includes(node) || before === undefined || hops.get(before) !== (hops.get(node) ?? NaN) - 1) continue;
      used.add(before);
      smallest = Math.min(smallest, ...mtu);
    }
  return smallest === Infinity ? ethernetMtu : smallest;
};

const hopsFrom = (
  start: string,
  links: readonly ScenarioLink[],
  forwards: (node: string) => boolean,
): ReadonlyMap<string, number> => {
  const hops = new Map([[start, 0]]);
  for (const [node, distance] of hops)
    for (const { between } of forwards(node) ? links : []) {
      const next = between[1 - between.indexOf(node)];
      if (between.includes(node) && next !== undefined && !hops.has(next)) hops.set(next, distance + 1);
    }
  return hops;
};

const ethernetMtu = 1500;
