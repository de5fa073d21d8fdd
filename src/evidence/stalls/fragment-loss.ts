import type { FragmentCount } from '../ledger/ledger.ts';
import { ledgerSince } from '../ledger/ledger-since.ts';
import type { FlowReading, SilentFlow } from './flow-reading.ts';
import { isOfDirection } from './loss-points.ts';

/** Where fragments from the sender to the receiver of a flow are lost. */
export interface FragmentLoss {
  readonly node: string;
  /** The node, or `NODE:to-PEER` when a link loses them. */
  readonly place: string;
  /** The node at the other end of that link. */
  readonly peer?: string;
  readonly received: number;
  readonly passed: number;
}

/**
 * Returns the first node or link on the way that loses fragments. A node whose conntrack reassembles them passes whole packets, which nft
 * counts as large segments; the receiving node reassembles them before it counts them a second time.
 */
export const fragmentLossPoint = (silent: SilentFlow): FragmentLoss | undefined => {
  const { flow, linkEnds, first, after } = silent;
  // Fragments that a translator gets leave it as those of IPv6, which are not counted.
  if ((flow.segments?.at(-1) ?? flow).family !== 'ipv4') return undefined;
  const since = ledgerSince(after.ledger, first.ledger);
  const seen = since.fragments.filter(
    ({ sourceAddress, destinationAddress }) =>
      sourceAddress === flow.sourceAddress && destinationAddress === flow.destinationAddress,
  );
  const reassembled = new Set(
    since.segments
      .filter((entry) => entry.direction === 'out' && entry.size === 'large' && isOfDirection(flow, entry))
      .map(({ node }) => node),
  );
  const lost = [...new Set(seen.map(({ node }) => node))].flatMap((node) => {
    const [received, passed] = [count(seen, node, 'in'), count(seen, node, 'out')];
    const isLost = received > passed && node !== flow.to && !(reassembled.has(node) && passed === 0);
    return isLost ? [{ node, place: node, received, passed }] : [];
  });
  return lost[0] ?? lossOnLink(seen, linkEnds, after.queued);
};

const lossOnLink = (
  seen: readonly FragmentCount[],
  linkEnds: SilentFlow['linkEnds'],
  queued: FlowReading['queued'] = {},
): FragmentLoss | undefined => {
  for (const { node, interface: name, direction, packets } of seen) {
    const end = linkEnds.find((end) => end.node === node && end.interface === name);
    if (direction === 'in' || !end || queued[`${node} ${name}`]) continue;
    const arrived = seen.find(
      (entry) => entry.node === end.peer && entry.interface === end.peerInterface && entry.direction === 'in',
    );
    if ((arrived?.packets ?? 0) < packets)
      return { node, place: end.place, peer: end.peer, received: packets, passed: arrived?.packets ?? 0 };
  }
  return undefined;
};

const count = (seen: readonly FragmentCount[], node: string, direction: FragmentCount['direction']): number =>
  seen
    .filter((entry) => entry.node === node && entry.direction === direction)
    .reduce((sum, { packets }) => sum + packets, 0);
