import type { Facts } from './facts.ts';
import type { Observation } from '../lab/transfer.ts';

/** Returns all transfers of a step, one or several; undefined when it observed none. */
export const transfersOf = ({ transfer, transfers }: Facts): readonly Observation[] | undefined =>
  transfers ?? (transfer && [transfer]);

/** Whether a pair of ports belongs to one of these flows, in either direction; no port is used twice in a lab. */
export const belongsToFlows = (
  flows: readonly Observation[],
  { source, destination }: { readonly source: number; readonly destination: number },
): boolean =>
  flows.some(
    ({ ports: { client, server } }) =>
      (source === client && destination === server) || (source === server && destination === client),
  );
