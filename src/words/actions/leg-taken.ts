import type { SegmentCount } from '../../evidence/ledger/ledger.ts';
import type { Lab } from '../lab/lab.ts';
import { portsOf } from '../facts/transfers-of.ts';
import type { Observation, TransferRequest } from '../lab/transfer.ts';

/** The router of the leg that carried most bytes of the flows; undefined in a lab without legs, or when no leg carried any. */
export const legTaken = async (
  lab: Lab,
  transfers: readonly Observation[],
  { kind, family }: Pick<TransferRequest, 'kind' | 'family'>,
  signal: AbortSignal,
): Promise<string | undefined> => {
  const routers = lab.legs.flatMap(({ via }) => via);
  if (routers.length === 0) return undefined;
  const ports = transfers.flatMap(portsOf);
  const senders = new Set(ports.map(({ client, server }) => (kind === 'upload' ? client : server)));
  const receivers = new Set(ports.map(({ client, server }) => (kind === 'upload' ? server : client)));
  const segments = await lab.ledger('segments', signal, routers);
  const ofFamily = segments.filter((entry) => entry.family === family);
  return busiest(ofFamily.filter(({ source, destination }) => senders.has(source) && receivers.has(destination)));
};

/**
 * Rejects when a flow never took the leg that its step asked for, in the direction of the host at the leg. The port was chosen by a route
 * lookup, and a lookup does not predict every hash: an IPv4 lookup ignores the ports under fib_multipath_hash_policy 3.
 */
export const requireLeg = async (
  lab: Lab,
  transfers: readonly Observation[],
  { from, to, leg, family }: SteeredTransfer,
  signal: AbortSignal,
): Promise<void> => {
  const via = lab.legs.find((legs) => legs.via.includes(leg))?.via ?? [];
  const segments = (await lab.ledger('segments', signal, via)).filter((entry) => entry.family === family);
  const isSteeredByClient = lab.nodes.get(from)?.interfaces.some(({ peer }) => peer === leg) ?? false;
  for (const transfer of transfers) {
    const directions = portsOf(transfer).map(({ client, server }) =>
      isSteeredByClient ? ([client, server] as const) : ([server, client] as const),
    );
    const [source, destination] = directions[0]!;
    const ofFlow = segments.filter((entry) =>
      directions.some(([from, to]) => entry.source === from && entry.destination === to),
    );
    const taken = busiest(ofFlow);
    if (taken !== undefined && !ofFlow.some(({ node, direction }) => node === leg && direction === 'in'))
      throw new Error(
        `the packets of ${isSteeredByClient ? from : to} for ${source}→${destination} were to take leg ${leg} and took ${taken}: the route lookup did not predict the hash of this flow (see fib_multipath_hash_policy of ${isSteeredByClient ? from : to})`,
      );
  }
};

type SteeredTransfer = Pick<TransferRequest, 'from' | 'to' | 'family'> & { readonly leg: string };

/** Counts arrivals, since the router of a leg drops what is too big for the rest of the leg. */
const busiest = (segments: readonly SegmentCount[]): string | undefined => {
  const bytesByRouter = new Map<string, number>();
  for (const { node, direction, bytes } of segments)
    if (direction === 'in') bytesByRouter.set(node, (bytesByRouter.get(node) ?? 0) + bytes);
  return [...bytesByRouter].sort(([, a], [, b]) => b - a)[0]?.[0];
};
