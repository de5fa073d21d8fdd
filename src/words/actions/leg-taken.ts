import type { SegmentCount } from '../../evidence/ledger/ledger.ts';
import type { Lab } from '../lab/lab.ts';
import type { Observation, TransferRequest } from '../lab/transfer.ts';

/** The leg that carried most of the flows' bulk, by its router; undefined in a lab without legs or where nothing was carried. */
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

/** Arrival is counted, since a leg's router drops what is too big for the rest of the leg. */
const busiest = (segments: readonly SegmentCount[]): string | undefined => {
  const carried = new Map<string, number>();
  for (const { node, direction, bytes } of segments)
    if (direction === 'in') carried.set(node, (carried.get(node) ?? 0) + bytes);
  return [...carried].sort(([, a], [, b]) => b - a)[0]?.[0];
};
