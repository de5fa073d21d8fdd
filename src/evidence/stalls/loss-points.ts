import type { LedgerCounts } from '../ledger/ledger-since.ts';
import type { SegmentCount } from '../ledger/ledger.ts';
import type { SilentFlow, FlowDirection, LinkEnd } from './flow-reading.ts';

/** A place where packets of a flow go in and none come out: a node, or the wire behind it. */
export interface LossPoint {
  readonly node: string;
  /** The end of the wire into which they went; absent when the node itself kept them. */
  readonly linkEnd?: LinkEnd;
  readonly packets: number;
}

/**
 * Where packets of one size vanish in a stretch of the ledger. Only none at all counts: packets may be split or merged on their way, and
 * some may be lost anywhere. `heard` tells whether the far socket itself got any.
 */
export const lossPoints = (
  { flow, linkEnds: wires }: Pick<SilentFlow, 'flow' | 'linkEnds'>,
  { since, size, heard }: Stretch,
): readonly LossPoint[] => {
  const seen = since.segments.filter((entry) => entry.size === size && countsFlow(flow, entry));
  const nodes = [...new Set(seen.map(({ node }) => node))];
  const inNodes = nodes.flatMap((node) => keeps(node, seen, node === flow.to && heard));
  const onWires = seen.filter(({ direction }) => direction === 'out').flatMap((entry) => intoWire(entry, seen, wires));
  return [...inNodes, ...onWires];
};

/** The same flow seen from its other end: the way of the acknowledgments. */
export const reverse = ({ family, source, destination, from, to }: FlowDirection): FlowDirection => ({
  family,
  source: destination,
  destination: source,
  from: to,
  to: from,
});

/** How a place is called in the language. */
export const placeOf = ({ node, linkEnd: wire }: LossPoint): string => wire?.place ?? node;

export const countsFlow = ({ source, destination }: FlowDirection, entry: SegmentCount): boolean =>
  entry.source === source && entry.destination === destination;

/** How many packets of a flow a node saw in one direction. */
export const packetsThrough = (node: string, direction: 'in' | 'out', seen: readonly SegmentCount[]): number =>
  seen
    .filter((entry) => entry.node === node && entry.direction === direction)
    .reduce((sum, { packets }) => sum + packets, 0);

interface Stretch {
  readonly since: LedgerCounts;
  readonly size: SegmentCount['size'];
  readonly heard: boolean;
}

const keeps = (node: string, seen: readonly SegmentCount[], heard: boolean): readonly LossPoint[] => {
  const packets = packetsThrough(node, 'in', seen);
  return packets > 0 && packetsThrough(node, 'out', seen) === 0 && !heard ? [{ node, packets }] : [];
};

const intoWire = (
  { node, interface: name, packets }: SegmentCount,
  seen: readonly SegmentCount[],
  wires: readonly LinkEnd[],
): readonly LossPoint[] => {
  const wire = wires.find((end) => end.node === node && end.interface === name);
  const cameOut = seen.some(
    (entry) => entry.node === wire?.peer && entry.interface === wire.peerInterface && entry.direction === 'in',
  );
  return wire && !cameOut ? [{ node, linkEnd: wire, packets }] : [];
};
