import type { Plan, PlannedInterface, PlannedLink, PlannedNode } from '../model/plan.ts';
import { hangTexts } from './callouts.ts';
import { drawLine } from './draw-line.ts';
import { drawLink, mtuText, mtusText, onlyFamilies } from './draw-link.ts';
import { drawRing } from './draw-ring.ts';
import { branchesOf, trunkOf } from './trunk.ts';
import type { Branches, Connection, Trunk } from './trunk.ts';

/**
 * Draws the topology in characters: a line or a ring of nodes, with legs as branches, and below the nodes their labels
 * and what hangs off them. What has no such form, or is wider than `width`, becomes a list of links and of labels.
 */
export const drawTopology = (plan: DrawnPlan, width = Infinity): string => {
  if (hasParallelLinks(plan)) return [...listLinks(plan), ...labelLines(plan)].join('\n');
  const topology = topologyOf(plan);
  const { form } = topology;
  const drawings = form
    ? [() => drawForm(form, topology, true), () => [...drawForm(form, topology, false), ...labelLines(plan)]]
    : [];
  for (const draw of drawings) {
    const lines = draw();
    if (lines.every((line) => line.length <= width)) return lines.join('\n');
  }
  return [...listConnections(topology), ...labelLines(plan)].join('\n').replace(/^\n/, '');
};

/** Only an interface identifies each of several links between two nodes. */
const hasParallelLinks = ({ links }: DrawnPlan): boolean =>
  new Set(
    links.map(({ ends }) =>
      ends
        .map(({ node }) => node)
        .sort()
        .join(),
    ),
  ).size < links.length;

const listLinks = ({ nodes, links }: DrawnPlan): readonly string[] =>
  links.map(({ ends: [first, second] }) => {
    const nodeOf = (end: PlannedLink['ends'][number]): PlannedNode => nodes.find(({ name }) => name === end.node)!;
    const viewOf = (end: PlannedLink['ends'][number]): PlannedInterface =>
      nodeOf(end).interfaces.find(({ name }) => name === end.interface)!;
    const only = onlyFamilies(nodeOf(first), nodeOf(second), viewOf(first));
    return `${first.node} ──${mtusText(viewOf(first).mtu, viewOf(second).mtu)}${only}── ${second.node}`;
  });

type DrawnPlan = Pick<Plan, 'nodes' | 'links' | 'legs'>;

interface Topology {
  readonly nodes: ReadonlyMap<string, PlannedNode>;
  readonly connections: readonly Connection[];
  readonly form?: Form;
}

interface Form {
  readonly trunk: Trunk;
  readonly branches: Branches;
}

/** Routers of legs that also have other links are nodes like all others. */
const topologyOf = ({ nodes, links, legs }: DrawnPlan): Topology => {
  const direct = links.map(({ ends }): Connection => ({ between: [ends[0].node, ends[1].node], via: [] }));
  const legRouters = new Set(legs.flatMap(({ via }) => via));
  const others = direct.filter(({ between }) => !between.some((end) => legRouters.has(end)));
  const areLegs = links.length === others.length + 2 * legs.reduce((sum, { via }) => sum + via.length, 0);
  const connections = areLegs ? [...others, ...legs] : direct;
  const names = nodes.map(({ name }) => name).filter((name) => !areLegs || !legRouters.has(name));
  const trunk = trunkOf(names, connections);
  const branches = trunk && branchesOf(trunk, connections);
  return {
    nodes: new Map(nodes.map((node) => [node.name, node])),
    connections,
    ...(trunk && branches && { form: { trunk, branches } }),
  };
};

const drawForm = ({ trunk, branches }: Form, topology: Topology, labelled: boolean): readonly string[] => {
  const { nodes, connections } = topology;
  const textOf = (node: PlannedNode): string => (labelled ? inlineText(node) : node.name);
  const drawing = trunk.isRing
    ? drawRing(trunk.nodes, (from, to) => mtuText(nodes.get(from)!, nodes.get(to)!))
    : drawLine(trunk.nodes, connections, { nodes, textOf });
  return hangTexts(drawing, (name) => {
    const node = nodes.get(name)!;
    const chains = branches.get(name)!.map((chain) =>
      chainText(
        node,
        chain.map((each) => nodes.get(each)!),
        textOf,
      ),
    );
    return [...chains, ...(labelled ? (node.labels ?? []).map((label) => ` ${label}`) : [])];
  });
};

const chainText = (from: PlannedNode, chain: readonly PlannedNode[], textOf: (node: PlannedNode) => string): string =>
  chain.map((node, index) => `${drawLink(chain[index - 1] ?? from, node)} ${textOf(node)}`).join(' ');

/** A node below which nothing can hang. */
const inlineText = ({ name, labels = [] }: PlannedNode): string =>
  labels.length > 0 ? `${name} [${labels.join('; ')}]` : name;

const listConnections = ({ nodes, connections }: Topology): readonly string[] =>
  connections.flatMap((connection) => {
    const { lines } = drawLine(connection.between, [connection], { nodes, textOf: ({ name }) => name });
    return connection.via.length > 0 ? ['', ...lines] : lines;
  });

const labelLines = ({ nodes }: DrawnPlan): readonly string[] => {
  const lines = nodes.flatMap(({ name, labels = [] }) => labels.map((label) => `${name}: ${label}`));
  return lines.length > 0 ? ['', ...lines] : [];
};
