/** A node of the network graph; `neighbours` are node indexes in the order of its interfaces. */
export interface GraphNode {
  readonly forwards: boolean;
  readonly neighbours: readonly number[];
}

/**
 * For each node, the neighbours (by position) that lead to each destination in the fewest hops; paths never pass through a host.
 * `setIndexes[from][to]` indexes `sets[from]`; `unreachable` where there is no path. After the nodes come the `shared` destinations, each
 * reached at the nearest of several nodes.
 */
export const shortestPaths = (
  nodes: readonly GraphNode[],
  shared: readonly (readonly number[])[] = [],
): ShortestPaths => {
  const setIndexes = nodes.map(() => new Int32Array(nodes.length + shared.length).fill(unreachable));
  const sets = nodes.map(() => new InternedSets());
  const distance = new Int32Array(nodes.length);
  const destinations = [...nodes.map((_, index) => [index]), ...shared];
  for (const [destination, ends] of destinations.entries()) {
    measureDistances(nodes, ends, distance);
    for (const [from, { neighbours }] of nodes.entries()) {
      if (distance[from] === 0 || distance[from] === unreachable) continue;
      const nearer: number[] = [];
      for (const [position, peer] of neighbours.entries())
        if (distance[peer]! < distance[from]! && isOnPath(nodes, distance, peer)) nearer.push(position);
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

const isOnPath = (nodes: readonly GraphNode[], distance: Int32Array, peer: number): boolean =>
  distance[peer] !== unreachable && (distance[peer] === 0 || nodes[peer]!.forwards);

/** Breadth-first search from the ends of the paths, in hops; a host ends the search unless it is one of them. */
const measureDistances = (nodes: readonly GraphNode[], ends: readonly number[], distance: Int32Array): void => {
  distance.fill(unreachable);
  for (const end of ends) distance[end] = 0;
  let frontier = ends;
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
  readonly #indexes = new Map<string | number, number>();

  indexOf(set: readonly number[]): number {
    const key = set.length === 1 ? set[0]! : set.join(); // most have one element, and joining them takes a tenth of a large plan
    const known = this.#indexes.get(key);
    if (known !== undefined) return known;
    this.#indexes.set(key, this.all.length);
    return this.all.push(set) - 1;
  }
}
