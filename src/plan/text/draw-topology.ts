import type { Plan, PlannedNode } from '../model/plan.ts';

/** The topology in characters: a line of nodes with legs as branches, or, where it is no such line, a list of links. */
export const drawTopology = ({ nodes, links, legs }: Pick<Plan, 'nodes' | 'links' | 'legs'>): string => {
  const vias = new Set(legs.flatMap(({ via }) => via));
  const byName = new Map(nodes.map((node) => [node.name, node]));
  const spans: readonly Span[] = [
    ...links
      .map(({ ends }) => ({ between: [ends[0].node, ends[1].node] as const, via: [] }))
      .filter(({ between }) => !between.some((end) => vias.has(end))),
    ...legs,
  ];
  const main = nodes.filter(({ name }) => !vias.has(name)).map(({ name }) => name);
  const line = inLine(main, spans);
  const isWhole = links.length === spans.reduce((sum, { via }) => sum + (via.length === 0 ? 1 : 2 * via.length), 0);
  if (!line || !isWhole) return links.map(({ ends }) => list(byName.get(ends[0].node)!, ends[1].node)).join('\n');
  return beside(
    line.flatMap(({ node, span, next }) => [
      text(node),
      ...(span && next ? [block(byName, { node, span, next })] : []),
    ]),
  );
};

/** A link, or legs, between two nodes of the line. */
interface Span {
  readonly between: readonly [string, string];
  readonly via: readonly string[];
}

interface Station {
  readonly node: string;
  readonly span?: Span;
  readonly next?: string;
}

/** The nodes in the order of one line, if they are one: from the end that the file names first. */
const inLine = (names: readonly string[], spans: readonly Span[]): readonly Station[] | undefined => {
  const at = (node: string) => spans.filter(({ between }) => between.includes(node));
  const first = names.find((name) => at(name).length === 1) ?? (names.length === 1 ? names[0] : undefined);
  if (first === undefined || names.some((name) => at(name).length > 2) || spans.length !== names.length - 1)
    return undefined;
  const line: Station[] = [];
  for (let node: string | undefined = first, came: Span | undefined; node !== undefined;) {
    const span: Span | undefined = at(node).find((one) => one !== came);
    const here: string = node;
    const next: string | undefined = span?.between.find((end) => end !== here);
    line.push({ node: here, ...(span && next ? { span, next } : {}) });
    [node, came] = [next, span];
  }
  return line.length === names.length ? line : undefined;
};

/** A picture of several lines; what joins it to its neighbours is on line `base`. */
interface Block {
  readonly lines: readonly string[];
  readonly base: number;
}

const text = (line: string): Block => ({ lines: [line], base: 0 });

const block = (nodes: ReadonlyMap<string, PlannedNode>, { node, span, next }: Required<Station>): Block => {
  if (span.via.length === 0) return text(` ${cable(nodes.get(node)!, next)} `);
  const ways = span.via.map((via) => `${cable(nodes.get(node)!, via)} ${via} ${cable(nodes.get(via)!, next)}`);
  const width = Math.max(...ways.map(({ length }) => length));
  return fan(ways.map((way) => way.padEnd(width, '─')));
};

/** Legs of equal width between two brackets; the line goes on in the middle. */
const fan = (ways: readonly string[]): Block => {
  const middle = Math.floor(ways.length / 2);
  const odd = ways.length % 2 === 1;
  const rows = ways.map((way, index) => {
    const [left, right] = brackets(index, ways.length);
    return index === middle && odd
      ? ` ──${ways.length > 1 ? '┼' : '─'}${way}${ways.length > 1 ? '┼' : '─'}── `
      : `   ${left}${way}${right}   `;
  });
  const gap = ` ──┤${' '.repeat(ways[0]!.length)}├── `;
  return { lines: odd ? rows : [...rows.slice(0, middle), gap, ...rows.slice(middle)], base: middle };
};

const brackets = (index: number, count: number): readonly [string, string] => {
  if (index === 0) return ['┌', '┐'];
  return index === count - 1 ? ['└', '┘'] : ['├', '┤'];
};

/** The MTU of a link; where its ends differ, both. */
const cable = (node: PlannedNode, peer: string): string => {
  const near = node.interfaces.find((one) => one.peer === peer)!.mtu;
  const far = node.neighbour(peer)!.interfaces.find((one) => one.peer === node.name)!.mtu;
  return `──${near === far ? near : `${near}/${far}`}──`;
};

const list = (node: PlannedNode, peer: string): string => `${node.name} ${cable(node, peer)} ${peer}`;

const beside = (blocks: readonly Block[]): string => {
  const above = Math.max(...blocks.map(({ base }) => base));
  const below = Math.max(...blocks.map(({ lines, base }) => lines.length - base));
  const rows = Array.from({ length: above + below }, (_, row) =>
    blocks.map(({ lines, base }) => lines[row - above + base] ?? ' '.repeat(lines[0]!.length)).join(''),
  );
  return rows.map((row) => row.trimEnd()).join('\n');
};
