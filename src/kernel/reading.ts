import type { Ledger } from '../evidence/ledger.ts';
import type { Direction, Reading, Wire } from '../evidence/reading.ts';
import type { End } from '../evidence/sample.ts';
import type { NodeView } from '../words/node-view.ts';
import type { TransferRequest } from '../words/transfer.ts';
import type { Ground } from './ground.ts';
import { queuesOf } from './queues.ts';

/** What the nodes counted up to now; with `queues`, also what waits in the queues of those that saw segments. */
export const readingOf = async ({ ground, nodes, queues }: Asked, signal: AbortSignal): Promise<Counted> => {
  const ledger = await ground.ledger(signal, nodes);
  const counters = Object.fromEntries(nodes.map((node) => [node, ground.counters(node)]));
  return { ledger, counters, ...(queues && { queued: queuedIn(ground, ledger) }) };
};

/** Every end of every wire, with the interface at its other end. */
export const wiresOf = (nodes: ReadonlyMap<string, NodeView>): readonly Wire[] =>
  [...nodes.values()].flatMap(({ name: node, interfaces }) =>
    interfaces.map(({ name, place, peer }) => ({
      ...{ node, interface: name, place, peer },
      peerInterface: nodes.get(peer)?.interfaces.find((far) => far.peer === node)?.name ?? '',
    })),
  );

/** All nodes of a lab of ordinary size; of a large one those on the shortest ways between the ends, and their neighbours. */
export const watchedNodes = (
  nodes: ReadonlyMap<string, NodeView>,
  { from, to }: TransferRequest,
): readonly string[] => {
  if (nodes.size <= 64) return [...nodes.keys()];
  const [near, far] = [hopsFrom(from, nodes), hopsFrom(to, nodes)];
  const detour = (node: string) => (near.get(node) ?? Infinity) + (far.get(node) ?? Infinity);
  return [...nodes.keys()].filter((node) => detour(node) <= detour(from) + 2);
};

/** The direction in which an end of the flow sends. */
export const directionOf = (
  { kind, from, to, family, port }: TransferRequest,
  end: End,
  serverPort = 80,
): Direction => {
  const up = { family, source: port, destination: serverPort, from, to };
  const down = { family, source: serverPort, destination: port, from: to, to: from };
  return (kind === 'upload') === (end === 'sender') ? up : down;
};

interface Asked {
  readonly ground: Ground;
  readonly nodes: readonly string[];
  readonly queues: boolean;
}

type Counted = Pick<Reading, 'ledger' | 'counters' | 'queued'>;

/** `sch_tbf` and its kin hold packets after the last hook of nftables: only their backlog tells waiting from lost. */
const queuedIn = (ground: Ground, { segments }: Ledger): Readonly<Record<string, number>> => {
  const nodes = [...new Set(segments.map(({ node }) => node))];
  const of = (node: string) => Object.entries(queuesOf(ground.namespace(node)));
  return Object.fromEntries(nodes.flatMap((node) => of(node).map(([name, bytes]) => [`${node} ${name}`, bytes])));
};

const hopsFrom = (from: string, nodes: ReadonlyMap<string, NodeView>): ReadonlyMap<string, number> => {
  const hops = new Map([[from, 0]]);
  for (const [node, far] of hops)
    for (const { peer } of nodes.get(node)?.interfaces ?? []) if (!hops.has(peer)) hops.set(peer, far + 1);
  return hops;
};
