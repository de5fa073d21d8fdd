import { reverseFlow, reverseSegments } from '../flows/segments.ts';
import type { LedgerCounts } from '../ledger/ledger-since.ts';
import type { SegmentCount } from '../ledger/ledger.ts';
import type { SilentFlow, FlowDirection, LinkEnd } from './flow-reading.ts';

/** Where packets of a flow enter and none come out: a node, or a link that leaves it. */
export interface LossPoint {
  readonly node: string;
  /** The end of the link into which they were sent; absent when they were lost in the node itself. */
  readonly linkEnd?: LinkEnd;
  readonly packets: number;
}

/**
 * Returns where packets of one size are lost in a part of the ledger. Only a loss of all packets counts: packets may be split or merged
 * on the path, and a few may be lost anywhere. `reachedSocket`: the receiving socket got some of them.
 */
export const lossPoints = (
  { flow, linkEnds }: Pick<SilentFlow, 'flow' | 'linkEnds'>,
  { since, size, reachedSocket }: LossQuery,
): readonly LossPoint[] => {
  const seen = since.segments.filter((entry) => entry.size === size && isOfDirection(flow, entry));
  const nodes = [...new Set(seen.map(({ node }) => node))];
  const inNodes = nodes.flatMap((node) => lossInNode(node, seen, node === flow.to && reachedSocket));
  const onLinks = seen
    .filter(({ direction }) => direction === 'out')
    .flatMap((entry) => lossOnLink(entry, seen, linkEnds));
  return [...inNodes, ...onLinks];
};

/** The opposite direction of a flow, which carries the acknowledgments. */
export const reverse = (flow: FlowDirection): FlowDirection => ({
  ...reverseFlow(flow),
  ...{ from: flow.to, to: flow.from },
  ...(flow.segments && { segments: reverseSegments(flow.segments) }),
});

/** A loss point as a place of the scenario language: `NODE` or `NODE:to-PEER`. */
export const placeOf = ({ node, linkEnd }: LossPoint): string => linkEnd?.place ?? node;

/** The place of all losses; absent when packets are lost at different places of several paths. */
export const commonPlace = (losses: readonly LossPoint[]): { readonly place?: string } => {
  const places = new Set(losses.map(placeOf));
  return places.size === 1 ? { place: [...places][0]! } : {};
};

/** Whether an entry counts packets of this direction of the flow. */
export const isOfDirection = (
  { family, source, destination }: FlowDirection,
  entry: Pick<SegmentCount, 'family' | 'source' | 'destination'>,
): boolean => entry.family === family && entry.source === source && entry.destination === destination;

/** Sums the packets that entered or left a node. */
export const packetsThrough = (node: string, direction: 'in' | 'out', entries: readonly SegmentCount[]): number =>
  entries
    .filter((entry) => entry.node === node && entry.direction === direction)
    .reduce((sum, { packets }) => sum + packets, 0);

interface LossQuery {
  readonly since: LedgerCounts;
  readonly size: SegmentCount['size'];
  readonly reachedSocket: boolean;
}

const lossInNode = (node: string, seen: readonly SegmentCount[], reachedSocket: boolean): readonly LossPoint[] => {
  const packets = packetsThrough(node, 'in', seen);
  return packets > 0 && packetsThrough(node, 'out', seen) === 0 && !reachedSocket ? [{ node, packets }] : [];
};

const lossOnLink = (
  { node, interface: name, packets }: SegmentCount,
  seen: readonly SegmentCount[],
  linkEnds: readonly LinkEnd[],
): readonly LossPoint[] => {
  const linkEnd = linkEnds.find((end) => end.node === node && end.interface === name);
  const arrived = seen.some(
    (entry) => entry.node === linkEnd?.peer && entry.interface === linkEnd.peerInterface && entry.direction === 'in',
  );
  return linkEnd && !arrived ? [{ node, linkEnd, packets }] : [];
};
