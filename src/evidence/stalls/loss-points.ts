import type { Counts } from '../ledger/ledger-since.ts';
import type { Segments } from '../ledger/ledger.ts';
import type { Case, Direction, Wire } from './flow-reading.ts';

/** A place where packets of a flow go in and none come out: a node, or the wire behind it. */
export interface Vanishing {
  readonly node: string;
  /** The end of the wire into which they went; absent when the node itself kept them. */
  readonly wire?: Wire;
  readonly packets: number;
}

/**
 * Where packets of one size vanish in a stretch of the ledger. Only none at all counts: packets may be split or merged on their way, and
 * some may be lost anywhere. `heard` tells whether the far socket itself got any.
 */
export const vanishing = (
  { flow, wires }: Pick<Case, 'flow' | 'wires'>,
  { since, size, heard }: Stretch,
): readonly Vanishing[] => {
  const seen = since.segments.filter((entry) => entry.size === size && isOf(flow, entry));
  const nodes = [...new Set(seen.map(({ node }) => node))];
  const inNodes = nodes.flatMap((node) => keeps(node, seen, node === flow.to && heard));
  const onWires = seen.filter(({ direction }) => direction === 'out').flatMap((entry) => intoWire(entry, seen, wires));
  return [...inNodes, ...onWires];
};

/** The same flow seen from its other end: the way of the acknowledgments. */
export const reverse = ({ family, source, destination, from, to }: Direction): Direction => ({
  family,
  source: destination,
  destination: source,
  from: to,
  to: from,
});

/** How a place is called in the language. */
export const placeOf = ({ node, wire }: Vanishing): string => wire?.place ?? node;

export const isOf = ({ source, destination }: Direction, entry: Segments): boolean =>
  entry.source === source && entry.destination === destination;

/** How many packets of a flow a node saw in one direction. */
export const packetsAt = (node: string, direction: 'in' | 'out', seen: readonly Segments[]): number =>
  seen
    .filter((entry) => entry.node === node && entry.direction === direction)
    .reduce((sum, { packets }) => sum + packets, 0);

interface Stretch {
  readonly since: Counts;
  readonly size: Segments['size'];
  readonly heard: boolean;
}

const keeps = (node: string, seen: readonly Segments[], heard: boolean): readonly Vanishing[] => {
  const packets = packetsAt(node, 'in', seen);
  return packets > 0 && packetsAt(node, 'out', seen) === 0 && !heard ? [{ node, packets }] : [];
};

const intoWire = (
  { node, interface: name, packets }: Segments,
  seen: readonly Segments[],
  wires: readonly Wire[],
): readonly Vanishing[] => {
  const wire = wires.find((end) => end.node === node && end.interface === name);
  const cameOut = seen.some(
    (entry) => entry.node === wire?.peer && entry.interface === wire.peerInterface && entry.direction === 'in',
  );
  return wire && !cameOut ? [{ node, wire, packets }] : [];
};
