/** Two nodes that are joined directly, or over parallel legs. */
export interface Connection {
  readonly between: readonly [string, string];
  /** The routers of the legs; empty for a link. */
  readonly via: readonly string[];
}

/** The nodes that a drawing has on its line or ring; everything else branches off them. */
export interface Trunk {
  readonly nodes: readonly string[];
  readonly isRing: boolean;
}

/** Finds the only ring of a network, or else the longest line of a tree; undefined for anything else. */
export const trunkOf = (names: readonly string[], connections: readonly Connection[]): Trunk | undefined => {
  const neighbours = neighbourLists(names, connections);
  if (names.length === 0 || previousFrom(names[0]!, neighbours).size !== names.length) return undefined;
  if (connections.length === names.length - 1) return { nodes: longestLine(names, neighbours), isRing: false };
  const onRing = connections.length === names.length ? namesOnRing(names, neighbours) : new Set<string>();
  const isOnlyLinks = connections.every(
    ({ between, via }) => via.length === 0 || !between.every((name) => onRing.has(name)),
  );
  return onRing.size > 2 && isOnlyLinks ? { nodes: ringOrder(onRing, neighbours), isRing: true } : undefined;
};

/** The chains of links that leave the trunk at each node; undefined where one divides or has legs. */
export const branchesOf = (trunk: Trunk, connections: readonly Connection[]): Branches | undefined => {
  const neighbours = neighbourLists([], connections);
  const onTrunk = new Set(trunk.nodes);
  if (connections.some(({ between, via }) => via.length > 0 && !between.every((name) => onTrunk.has(name))))
    return undefined;
  const branches = trunk.nodes.map((node) => {
    const starts = (neighbours.get(node) ?? []).filter((name) => !onTrunk.has(name));
    return [node, starts.map((start) => chainFrom(node, start, neighbours))] as const;
  });
  const divides = (chain: readonly string[]): boolean => chain.some((name) => neighbours.get(name)!.length > 2);
  return branches.some(([, chains]) => chains.some(divides)) ? undefined : new Map(branches);
};

export type Branches = ReadonlyMap<string, readonly (readonly string[])[]>;

const chainFrom = (from: string, start: string, neighbours: Neighbours): readonly string[] => {
  const chain = [start];
  for (let before = from, next: string | undefined; ; before = chain.at(-2)!, next = undefined) {
    next = neighbours.get(chain.at(-1)!)!.find((name) => name !== before);
    if (next === undefined) return chain;
    chain.push(next);
  }
};

type Neighbours = ReadonlyMap<string, readonly string[]>;

const neighbourLists = (names: readonly string[], connections: readonly Connection[]): Neighbours => {
  const lists = new Map<string, string[]>(names.map((name) => [name, []]));
  const add = (from: string, to: string): void => {
    lists.set(from, [...(lists.get(from) ?? []), to]);
  };
  for (const {
    between: [a, b],
  } of connections) {
    add(a, b);
    add(b, a);
  }
  return lists;
};

/** What remains when nodes with a single neighbour are taken away again and again. */
const namesOnRing = (names: readonly string[], neighbours: Neighbours): ReadonlySet<string> => {
  const left = new Set(names);
  const isOuter = (name: string): boolean => neighbours.get(name)!.filter((peer) => left.has(peer)).length < 2;
  const pending = names.filter(isOuter);
  for (const name of pending) {
    left.delete(name);
    pending.push(...neighbours.get(name)!.filter((peer) => left.has(peer) && isOuter(peer)));
  }
  return left;
};

const ringOrder = (ring: ReadonlySet<string>, neighbours: Neighbours): readonly string[] => {
  const order = new Set<string>();
  for (let here = [...ring][0]; here !== undefined;) {
    order.add(here);
    here = neighbours.get(here)!.find((name) => ring.has(name) && !order.has(name));
  }
  return [...order];
};

/** The line begins at the end that the scenario names first. */
const longestLine = (names: readonly string[], neighbours: Neighbours): readonly string[] => {
  const [end] = farthest(names[0]!, neighbours);
  const line = farthest(end!, neighbours);
  return names.indexOf(line[0]!) > names.indexOf(line.at(-1)!) ? line.toReversed() : line;
};

/** The path from the first of the farthest nodes. */
const farthest = (from: string, neighbours: Neighbours): readonly string[] => {
  const previous = previousFrom(from, neighbours);
  const hops = new Map<string, number>();
  for (const [name, before] of previous) hops.set(name, before === undefined ? 0 : hops.get(before)! + 1);
  const most = Math.max(...hops.values());
  const path = [[...hops.keys()].find((name) => hops.get(name) === most)!];
  for (let before = previous.get(path[0]!); before !== undefined; before = previous.get(before)) path.push(before);
  return path;
};

/** The node before each node on the shortest paths from one, nearest first. */
const previousFrom = (from: string, neighbours: Neighbours): ReadonlyMap<string, string | undefined> => {
  const previous = new Map<string, string | undefined>([[from, undefined]]);
  for (const [name] of previous)
    for (const peer of neighbours.get(name)!) if (!previous.has(peer)) previous.set(peer, name);
  return previous;
};
