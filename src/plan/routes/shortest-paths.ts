/** A node of the network graph; `neighbours` are node indexes in the order of its interfaces. */
export interface GraphNode {
  readonly forwards: boolean;
  readonly neighbours: readonly number[];
}

/**
 * For each node, the neighbours (by position) that lead to each destination in the fewest hops; paths never pass through a host.
 * `setIndexes[from][to]` indexes `sets[from]`; `unreachable` where there is no path.
 */
export const shortestPaths = (nodes: readonly GraphNode[]): ShortestPaths => {
  const setIndexes = nodes.map(() => new Int32Array(nodes.length).fill(unreachable));
  const sets = nodes.map(() => new InternedSets());
  const distance = new Int32Array(nodes.length);
  for (const destination of nodes.keys()) {
    measureDistances(nodes, destination, distance);
    for (const [from, { neighbours }] of nodes.entries()) {
      if (from === destination || distance[from] === unreachable) continue;
      const nearer: number[] = [];
      for (const [position, peer] of neighbours.entries())
        if (distance[peer]! < distance[from]! && isOnPath(nodes, distance, peer, destination)) nearer.push(position);
      setIndexes[from]![destination] = sets[from]!.indexOf(nearer);
    }
  }
  return { setIndexes, sets: sets.map(({ all }) => all) };
};

export const unreachable = -1;

export interface ShortestPaths {
  readonly setIndexes: readonly Int32Array[];
  /** Per node, its distinct sets of equally near neighbours, as positions in `neighbours`. */
  readonly sets: readonly (readonly (readonly number[])[])[];
}

const isOnPath = (nodes: readonly GraphNode[], distance: Int32Array, peer: number, destination: number): boolean =>
  distance[peer] !== unreachable && (peer === destination || nodes[peer]!.forwards);

/** Breadth-first search from the destination, in hops; a host ends the search unless it is the destination. */
const measureDistances = (nodes: readonly GraphNode[], destination: number, distance: Int32Array): void => {
  distance.fill(unreachable);
  distance[destination] = 0;
  let frontier = [destination];
  for (let hops = 1; frontier.length > 0; hops++) {
    const next: number[] = [];
    for (const node of frontier)
      for (const peer of nodes[node]!.neighbours)
        if (distance[peer] === unreachable) {
          distance[peer] = hops;
          if (nodes[peer]!.forwards) next.push(peer);
        }
    frontier = next;
  }
};

/** Stores each distinct set once, so that tables compare numbers. */
class InternedSets {
  readonly all: (readonly number[])[] = [];
  readonly #indexes = new Map<string, number>();

  indexOf(set: readonly number[]): number {
    const key = set.join();
    const known = this.#indexes.get(key);
    if (known !== undefined) return known;
    this.#indexes.set(key, this.all.length);
    return this.all.push(set) - 1;
  }
}
