import type { Facts } from './facts.ts';
import type { Observation } from '../lab/transfer.ts';

/** The transfers that a step learned of, one or many; undefined when it observed none. */
export const transfersOf = ({ transfer, transfers }: Facts): readonly Observation[] | undefined =>
  transfers ?? (transfer && [transfer]);

/** Whether a pair of ports is that of one of these flows, in either direction; no port is used twice in a lab. */
export const belongsToFlows = (
  flows: readonly Observation[],
  { source, destination }: { readonly source: number; readonly destination: number },
): boolean =>
  flows.some(
    ({ ports: { client, server } }) =>
      (source === client && destination === server) || (source === server && destination === client),
  );
