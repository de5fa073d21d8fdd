import { familyNames } from '../../evidence/family.ts';
import type { Plan, PlannedInterface, PlannedLink, PlannedNode } from '../model/plan.ts';
import { onlyFamilies } from '../text/draw-link.ts';

/** The network of a plan as plain data: what a picture of it shows, and nothing else. */
export interface Topology {
  readonly nodes: readonly TopologyNode[];
  readonly links: readonly TopologyLink[];
}

export interface TopologyNode {
  readonly name: string;
  readonly kind: string;
  /** What the node does to packets and what it serves, in a few words each. */
  readonly labels: readonly string[];
  /** It is the router of one of several parallel legs. */
  readonly leg?: true;
}

export interface TopologyLink {
  readonly ends: readonly [TopologyEnd, TopologyEnd];
  /** What rides on other links: `vxlan over IPv6`. */
  readonly tunnel?: string;
  /** The families that it carries, where its ends have more. */
  readonly only?: string;
}

export interface TopologyEnd {
  readonly node: string;
  /** `NODE:to-PEER`, or `NODE:NAME` on a link with a name. */
  readonly place: string;
  /** Bytes. */
  readonly mtu: number;
}

/** Takes from a plan what a picture of its network shows. */
export const topologyOf = ({ nodes, links, legs }: Pick<Plan, 'nodes' | 'links' | 'legs'>): Topology => {
  const byName = new Map(nodes.map((node) => [node.name, node]));
  const legRouters = new Set(legs.flatMap(({ via }) => via));
  return {
    nodes: nodes.map(({ name, kind, labels = [] }) => ({
      ...{ name, kind, labels },
      ...(legRouters.has(name) && { leg: true }),
    })),
    links: links.map((link) => linkOf(link, byName)),
  };
};

const linkOf = ({ ends, tunnel }: PlannedLink, nodes: ReadonlyMap<string, PlannedNode>): TopologyLink => {
  const [near, far] = ends.map(({ node }) => nodes.get(node)!) as [PlannedNode, PlannedNode];
  const [nearView, farView] = [viewOf(near, ends[0].interface), viewOf(far, ends[1].interface)];
  const only = onlyFamilies(near, far, nearView).trim();
  return {
    ends: [endOf(near, nearView), endOf(far, farView)],
    ...(tunnel && { tunnel: `${tunnel.kind} over ${familyNames[tunnel.over]}` }),
    ...(only !== '' && { only }),
  };
};

const viewOf = ({ interfaces }: PlannedNode, wanted: string): PlannedInterface =>
  interfaces.find(({ name }) => name === wanted)!;

const endOf = ({ name }: PlannedNode, { place, mtu }: PlannedInterface): TopologyEnd => ({ node: name, place, mtu });
