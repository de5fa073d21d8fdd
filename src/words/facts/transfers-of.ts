import { families } from '../../evidence/family.ts';
import type { Family } from '../../evidence/family.ts';
import { protocols } from '../../evidence/flows/flow-id.ts';
import type { FlowId } from '../../evidence/flows/flow-id.ts';
import type { Facts } from './facts.ts';
import type { DatagramSocket } from '../lab/datagram-socket.ts';
import type { Observation } from '../lab/transfer.ts';

/** Returns all transfers of a step, one or several; undefined when it observed none. */
export const transfersOf = ({ transfer, transfers }: Facts): readonly Observation[] | undefined =>
  transfers ?? (transfer && [transfer]);

/** What a verdict misses where no transfer was observed, with the reason if one is known. */
export const missingTransfer = ({ 'no-transfer': reason }: Facts, what = 'a transfer'): string =>
  reason === undefined ? what : `${what}, since ${reason}`;

/** The ports of client and server on each segment of a flow's way: more than one where a node translates them. */
export const portsOf = <P extends Ports>({ ports, segments }: P): readonly (P['ports'] | Observation['ports'])[] => [
  ports,
  ...(segments?.slice(1) ?? []).map(({ source, destination }) => ({ client: source, server: destination })),
];

/**
 * Returns the flows of a step as packets quote them, those of transfers and of datagrams, over `family` where they do not name one; undefined
 * when it had none.
 */
export const quotedFlows = (facts: Facts, family: Family): readonly QuotedFlow[] | undefined => {
  const flows = [
    ...(transfersOf(facts) ?? []).map((flow) => ({ family, ...flow, protocol: protocols[flow.protocol ?? 'tcp'] })),
    ...(facts.datagrams ?? []).map(({ ports }) => ({ family, ports, protocol: protocols.udp })),
    ...(facts['udp-sockets'] ?? []).flatMap(flowsOfSocket),
  ];
  return flows.length > 0 ? flows : undefined;
};

/** One for each family that the socket may use. */
const flowsOfSocket = ({ family, port, peer }: DatagramSocket): readonly QuotedFlow[] =>
  families
    .filter((each) => family === undefined || each === family)
    .map((each) => ({
      ...{ family: each, protocol: protocols.udp },
      ports: { client: port, ...(peer && { server: peer.port }) },
    }));

interface Ports extends Pick<Observation, 'segments'> {
  /** Any server if undefined, as for a UDP socket that is not connected. */
  readonly ports: { readonly client: number; readonly server?: number };
}

interface CountedFlow extends Ports {
  readonly family: Family;
}

interface QuotedFlow extends CountedFlow {
  readonly protocol: number;
}

/** The families of a flow: more than one where a node translates between them. */
export const flowFamilies = ({ family, segments }: Omit<CountedFlow, 'ports'>): readonly Family[] => [
  family,
  ...(segments ?? []).map((segment) => segment.family),
];

/** The families of the packets of a step: its own, and those into which its flows are translated. */
export const familiesSeen = (facts: Facts, family: Family): readonly Family[] => [
  ...new Set([family, ...(transfersOf(facts) ?? []).flatMap((flow) => flowFamilies({ family, ...flow }))]),
];

/** The ports of a flow on its segments of one family. */
const portsOver = (family: Family, flow: CountedFlow): readonly Ports['ports'][] =>
  portsOf(flow).filter((_, index) => (flow.segments?.[index]?.family ?? flow.family) === family);

/** Whether a pair of ports belongs to one of these flows, in either direction; no two flows of a family in a lab have the same. */
export const belongsToFlows = (
  flows: readonly CountedFlow[],
  { family, source, destination }: Pick<FlowId, 'family' | 'source' | 'destination'>,
): boolean =>
  flows
    .flatMap((flow) => portsOver(family, flow))
    .some(
      ({ client, server }) =>
        (source === client && (server ?? destination) === destination) ||
        (destination === client && (server ?? source) === source),
    );
