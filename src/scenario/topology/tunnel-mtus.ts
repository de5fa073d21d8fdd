import { families } from '../../evidence/family.ts';
import type { Dictionary } from '../../words/dictionary.ts';
import { largestInside } from '../../words/language/tunnel-size.ts';
import { currentMtu } from '../../words/traits/frame-limits.ts';
import { carriedFamilies } from './carried-families.ts';
import type { ScenarioLink, ScenarioNode } from '../model/scenario.ts';

/** Gives each tunnel without an MTU the largest that fits: the path MTU of the links below it, less what the tunnel adds to each packet. */
export const withTunnelMtus = (
  links: readonly ScenarioLink[],
  nodes: readonly ScenarioNode[],
  kinds: Pick<Dictionary, 'nodes' | 'links'>,
): readonly ScenarioLink[] => {
  const isSized = ({ tunnel, mtu }: ScenarioLink): boolean => !tunnel || !mtu.some(Number.isNaN);
  if (links.every(isSized)) return links;
  const kindOf = new Map(nodes.map(({ name, kind }) => [name, kinds.nodes[kind]]));
  const cables = withMtusOfTraits(
    links.filter(({ tunnel }) => !tunnel),
    nodes,
  );
  const isBridge = (node: string): boolean => kindOf.get(node)?.bridges === true;
  const carried = carriedFamilies(nodes, families, isBridge);
  return links.map((link) => {
    const { tunnel, between } = link;
    const kind = tunnel && kinds.links[tunnel.kind];
    if (!kind?.underlay || isSized(link)) return link;
    const over = kind.underlay(tunnel!.settings);
    const below = cables.filter((cable) => carried.ofLink(cable).includes(over));
    const outside = pathMtu(between, below, (node) => kindOf.get(node)?.forwards ?? true);
    const fitting = largestInside(outside, {
      overhead: kind.overhead(tunnel!.settings)[over],
      paddedTo: kind.paddedTo,
    });
    return { ...link, mtu: [fitting, fitting] };
  });
};

/** The links with the MTU that each end has once the traits of its node are set; what is no number is a problem of its own. */
const withMtusOfTraits = (links: readonly ScenarioLink[], nodes: readonly ScenarioNode[]): readonly ScenarioLink[] => {
  const traits = new Map(nodes.map((node) => [node.name, node.traits]));
  const traitOf = (node: string, trait: string): unknown => traits.get(node)?.[trait];
  return links.map((link) => {
    const { between, name: linkName, mtu } = link;
    const mtuAt = (end: 0 | 1): number => {
      const name = between[end];
      const place = `${name}:${linkName ?? `to-${between[1 - end]}`}`;
      const current: unknown = currentMtu({ name }, { place, mtu: mtu[end] }, traitOf);
      return typeof current === 'number' ? current : mtu[end];
    };
    return { ...link, mtu: [mtuAt(0), mtuAt(1)] };
  });
};

/** The smallest MTU of these links on all shortest paths; the default of Ethernet where there is no path, which is a problem of its own. */
const pathMtu = (
  [from, to]: ScenarioLink['between'],
  links: readonly ScenarioLink[],
  forwards: (node: string) => boolean,
): number => {
  const hops = hopsFrom(from, links, (node) => node === from || forwards(node));
  const used = new Set([to]);
  let smallest = Infinity;
  for (const node of used)
    for (const { between, mtu } of links) {
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
