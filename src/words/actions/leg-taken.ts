import type { SegmentCount } from '../../evidence/ledger/ledger.ts';
import type { Lab } from '../lab/lab.ts';
import type { Observation, TransferRequest } from '../lab/transfer.ts';

/** The router of the leg that carried most bytes of the flows; undefined in a lab without legs, or when no leg carried any. */
export const legTaken = async (
  lab: Lab,
  transfers: readonly Observation[],
  kind: TransferRequest['kind'],
  signal: AbortSignal,
): Promise<string | undefined> => {
  const routers = lab.legs.flatMap(({ via }) => via);
  if (routers.length === 0) return undefined;
  const senders = new Set(transfers.map(({ ports }) => (kind === 'upload' ? ports.client : ports.server)));
  const receivers = new Set(transfers.map(({ ports }) => (kind === 'upload' ? ports.server : ports.client)));
  const segments = await lab.ledger('segments', signal, routers);
  return busiest(segments.filter(({ source, destination }) => senders.has(source) && receivers.has(destination)));
};

/** Counts arrivals, since the router of a leg drops what is too big for the rest of the leg. */
const busiest = (segments: readonly SegmentCount[]): string | undefined => {
  const bytesByRouter = new Map<string, number>();
  for (const { node, direction, bytes } of segments)
    if (direction === 'in') bytesByRouter.set(node, (bytesByRouter.get(node) ?? 0) + bytes);
  return [...bytesByRouter].sort(([, a], [, b]) => b - a)[0]?.[0];
};
