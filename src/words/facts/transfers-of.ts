import { protocols } from '../../evidence/flows/flow-id.ts';
import type { Facts } from './facts.ts';
import type { Observation } from '../lab/transfer.ts';

/** Returns all transfers of a step, one or several; undefined when it observed none. */
export const transfersOf = ({ transfer, transfers }: Facts): readonly Observation[] | undefined =>
  transfers ?? (transfer && [transfer]);

/** Returns the flows of a step as packets quote them, those of transfers or of datagrams; undefined when it had none. */
export const quotedFlows = (facts: Facts): readonly QuotedFlow[] | undefined =>
  transfersOf(facts)?.map(({ ports }) => ({ ports, protocol: protocols.tcp })) ??
  facts.datagrams?.map(({ ports }) => ({ ports, protocol: protocols.udp }));

interface QuotedFlow extends Pick<Observation, 'ports'> {
  readonly protocol: number;
}

/** Whether a pair of ports belongs to one of these flows, in either direction; no port is used twice in a lab. */
export const belongsToFlows = (
  flows: readonly Pick<Observation, 'ports'>[],
  { source, destination }: { readonly source: number; readonly destination: number },
): boolean =>
  flows.some(
    ({ ports: { client, server } }) =>
      (source === client && destination === server) || (source === server && destination === client),
  );
