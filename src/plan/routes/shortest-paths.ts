/** One node as the search for ways sees it: its neighbours by node index, in the order of its interfaces. */
export interface GraphNode {
  readonly forwards: boolean;
  readonly neighbours: readonly number[];
}

/**
 * For each node the interfaces (bit sets by position) over which each destination is reached in the fewest hops; hosts are never passed through.
 * `ways[from][to]` indexes `sets[from]`; -1 where there is no way.
 */
export const shortestPaths = (nodes: readonly GraphNode[]): ShortestPaths => {
  const ways = nodes.map(() => new Int32Array(nodes.length).fill(unreachable));
  const sets = nodes.map(() => new Interned());
  const distance = new Int32Array(nodes.length);
  for (const destination of nodes.keys()) {
    measure(nodes, destination, distance);
    for (const [from, { neighbours }] of nodes.entries()) {
      if (from === destination || distance[from] === unreachable) continue;
      const nearer: number[] = [];
      for (const [position, peer] of neighbours.entries())
        if (distance[peer]! < distance[from]! && leads(nodes, distance, peer, destination)) nearer.push(position);
      ways[from]![destination] = sets[from]!.number(nearer);
    }
  }
  return { ways, sets: sets.map(({ all }) => all) };
};

export const unreachable = -1;

export interface ShortestPaths {
  readonly ways: readonly Int32Array[];
  /** Positions of interfaces. */
  readonly sets: readonly (readonly (readonly number[])[])[];
}

const leads = (nodes: readonly GraphNode[], distance: Int32Array, peer: number, destination: number): boolean =>
  distance[peer] !== unreachable && (peer === destination || nodes[peer]!.forwards);

/** Breadth first from the destination; a host ends the search unless it is the destination. */
const measure = (nodes: readonly GraphNode[], destination: number, distance: Int32Array): void => {
  distance.fill(unreachable);
  distance[destination] = 0;
  let edge = [destination];
  for (let hops = 1; edge.length > 0; hops++) {
    const beyond: number[] = [];
    for (const node of edge)
      for (const peer of nodes[node]!.neighbours)
        if (distance[peer] === unreachable) {
          distance[peer] = hops;
          if (nodes[peer]!.forwards) beyond.push(peer);
        }
    edge = beyond;
  }
};

/** Each different set once, so that tables compare numbers. */
class Interned {
  readonly all: (readonly number[])[] = [];
  readonly #numbers = new Map<string, number>();

  number(set: readonly number[]): number {
    const key = set.join();
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    this.#numbers.set(key, this.all.length);
    return this.all.push(set) - 1;
  }
}
