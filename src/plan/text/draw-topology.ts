import type { Plan, PlannedLink, PlannedNode } from '../model/plan.ts';

/** Draws the topology in characters: a line of nodes with legs as branches or, if the nodes form no line, a list of links. */
export const drawTopology = ({ nodes, links, legs }: Pick<Plan, 'nodes' | 'links' | 'legs'>): string => {
  const legRouters = new Set(legs.flatMap(({ via }) => via));
  const byName = new Map(nodes.map((node) => [node.name, node]));
  const connections: readonly Connection[] = [
    ...links
      .map(({ ends }) => ({ between: [ends[0].node, ends[1].node] as const, via: [] }))
      .filter(({ between }) => !between.some((end) => legRouters.has(end))),
    ...legs,
  ];
  const names = nodes.filter(({ name }) => !legRouters.has(name)).map(({ name }) => name);
  const line = orderLine(names, connections);
  const drawnLinks = connections.reduce((sum, { via }) => sum + (via.length === 0 ? 1 : 2 * via.length), 0);
  if (!line || links.length !== drawnLinks) return links.map(({ ends }) => linkText(ends, byName)).join('\n');
  return joinBlocks(
    line.flatMap(({ node, connection, next }) => [
      lineBlock(node),
      ...(connection && next ? [connectionBlock(byName, { node, connection, next })] : []),
    ]),
  );
};

/** A link between two nodes of the line, or legs through the routers `via`. */
interface Connection {
  readonly between: readonly [string, string];
  readonly via: readonly string[];
}

/** A node of the line with its connection to the next one. */
interface LineNode {
  readonly node: string;
  readonly connection?: Connection;
  readonly next?: string;
}

/** Orders the nodes along one line from the end that the scenario names first; undefined if they form no line. */
const orderLine = (names: readonly string[], connections: readonly Connection[]): readonly LineNode[] | undefined => {
  const connectionsOf = (node: string) => connections.filter(({ between }) => between.includes(node));
  const first = names.find((name) => connectionsOf(name).length === 1) ?? (names.length === 1 ? names[0] : undefined);
  if (first === undefined || names.some((name) => connectionsOf(name).length > 2)) return undefined;
  if (connections.length !== names.length - 1) return undefined;
  const line: LineNode[] = [];
  for (let node: string | undefined = first, previous: Connection | undefined; node !== undefined;) {
    const here: string = node;
    const connection: Connection | undefined = connectionsOf(here).find((candidate) => candidate !== previous);
    const next: string | undefined = connection?.between.find((end) => end !== here);
    line.push({ node: here, ...(connection && next ? { connection, next } : {}) });
    [node, previous] = [next, connection];
  }
  return line.length === names.length ? line : undefined;
};

/** Lines of equal width; the neighbouring blocks join at line `base`. */
interface Block {
  readonly lines: readonly string[];
  readonly base: number;
}

const lineBlock = (line: string): Block => ({ lines: [line], base: 0 });

const connectionBlock = (
  nodes: ReadonlyMap<string, PlannedNode>,
  { node, connection, next }: Required<LineNode>,
): Block => {
  const [near, far] = [nodes.get(node)!, nodes.get(next)!];
  if (connection.via.length === 0) return lineBlock(` ${drawLink(near, far)} `);
  const legs = connection.via.map((via) => {
    const router = nodes.get(via)!;
    return `${drawLink(near, router)} ${via} ${drawLink(router, far)}`;
  });
  const width = Math.max(...legs.map(({ length }) => length));
  return legsBlock(legs.map((leg) => leg.padEnd(width, '─')));
};

/** Legs of equal width between two brackets; the line continues in the middle. */
const legsBlock = (legs: readonly string[]): Block => {
  const middle = Math.floor(legs.length / 2);
  const isOdd = legs.length % 2 === 1;
  const rows = legs.map((leg, index) => {
    const [left, right] = brackets(index, legs.length);
    return index === middle && isOdd
      ? ` ──${legs.length > 1 ? '┼' : '─'}${leg}${legs.length > 1 ? '┼' : '─'}── `
      : `   ${left}${leg}${right}   `;
  });
  const gap = ` ──┤${' '.repeat(legs[0]!.length)}├── `;
  return { lines: isOdd ? rows : [...rows.slice(0, middle), gap, ...rows.slice(middle)], base: middle };
};

const brackets = (index: number, count: number): readonly [string, string] => {
  if (index === 0) return ['┌', '┐'];
  return index === count - 1 ? ['└', '┘'] : ['├', '┤'];
};

/** A link with its MTU in bytes, or with both if its ends differ. */
const drawLink = (node: PlannedNode, peer: PlannedNode): string => {
  const mtuTowards = ({ interfaces }: PlannedNode, { name }: PlannedNode) =>
    interfaces.find((view) => view.peer === name)!.mtu;
  return drawMtus(mtuTowards(node, peer), mtuTowards(peer, node));
};

const drawMtus = (near: number, far: number): string => `──${near === far ? near : `${near}/${far}`}──`;

/** Two nodes may share several links, so its interfaces identify a link. */
const linkText = ([first, second]: PlannedLink['ends'], nodes: ReadonlyMap<string, PlannedNode>): string => {
  const mtuAt = ({ node, interface: name }: PlannedLink['ends'][number]) =>
    nodes.get(node)!.interfaces.find((view) => view.name === name)!.mtu;
  return `${first.node} ${drawMtus(mtuAt(first), mtuAt(second))} ${second.node}`;
};

const joinBlocks = (blocks: readonly Block[]): string => {
  const above = Math.max(...blocks.map(({ base }) => base));
  const below = Math.max(...blocks.map(({ lines, base }) => lines.length - base));
  const rows = Array.from({ length: above + below }, (_, row) =>
    blocks.map(({ lines, base }) => lines[row - above + base] ?? ' '.repeat(lines[0]!.length)).join(''),
  );
  return rows.map((row) => row.trimEnd()).join('\n');
};
