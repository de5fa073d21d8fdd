import { protocols } from '../../evidence/flows/flow-id.ts';
import type { FlowId } from '../../evidence/flows/flow-id.ts';
import { reverseFlow, reverseSegments } from '../../evidence/flows/segments.ts';
import type { FlowDirection } from '../../evidence/stalls/flow-reading.ts';
import type { FlowEnd } from '../../evidence/sockets/sample.ts';
import type { TransferRequest } from '../../words/lab/transfer.ts';
import type { FlowEnds } from './endpoint.ts';
import type { FlowContext } from './flow-context.ts';
import type { LocalEnd } from '../system/tcp-sockets.ts';

/** A watched flow: what it is to carry, its transfer, and the lab in which it runs. */
export interface WatchedFlow {
  readonly request: FlowRequest;
  readonly transfer: WatchedTransfer;
  readonly context: FlowContext;
}

/** What a flow carries between which nodes; of the flow of a program nobody knows how many bytes it is to carry. */
export type FlowRequest = Pick<TransferRequest, 'kind' | 'from' | 'to' | 'family' | 'over'> &
  Partial<Pick<TransferRequest, 'bytes'>>;

/** A transfer over one connection as its two applications see it, or as far as their sockets show it. */
export interface WatchedTransfer extends FlowEnds {
  /** Returns how many bytes the receiving application has read; for a program, how many its socket has received. */
  received(): number;
  /** Whether the TCP handshake was completed. */
  connected(): boolean;
  /** Resolves when the receiver has all bytes or the connection has failed; for an HTTP upload, when the server responds. */
  readonly ended: Promise<void>;
  /** Returns the system's error code after the connection failed. */
  failure(): string | undefined;
  /** Of the flow of a program: whether its observation ends, and what its sockets prove about its end. */
  isOver?(): boolean;
  ending?(): Ending | undefined;
}

/** How the flow of a program ended, where its sockets do not show a stall. */
export type Ending =
  { readonly outcome: 'completed' | 'refused' } | { readonly outcome: 'not-judged'; readonly reason: string };

/** Whether nothing more will come: the receiver has all bytes, the connection has failed, or the program is done with it. */
export const isFinished = ({ request, transfer }: Omit<WatchedFlow, 'context'>): boolean =>
  hasArrived({ request, transfer }) || transfer.failure() !== undefined || (transfer.isOver?.() ?? false);

/** Whether the receiver has every byte of a request that has a length. */
export const hasArrived = ({ request, transfer }: Omit<WatchedFlow, 'context'>): boolean =>
  transfer.received() >= (request.bytes ?? Infinity);

/** Returns the direction in which an end of the flow sends, in the terms of the client's segment. */
export const flowDirection = ({ request, transfer }: Omit<WatchedFlow, 'context'>, end: FlowEnd): FlowDirection => {
  const { from, to } = sendingNodes({ request, transfer }, end);
  const { all } = transfer.segments;
  const isForth = from === request.from;
  const segments = isForth ? all : reverseSegments(all);
  return { ...(isForth ? all[0] : reverseFlow(all[0])), from, to, ...(all.length > 1 && { segments }) };
};

/** A connection from client to server as the client sends it. */
export const firstSegment = (
  { family, to }: Pick<TransferRequest, 'family' | 'to'>,
  local: LocalEnd,
  { address, port }: Server,
): FlowId => ({
  ...{ family, protocol: protocols.tcp },
  ...{ sourceAddress: local.address, destinationAddress: address(to, family) },
  ...{ source: local.port, destination: port },
});

/** Where clients find the server. */
interface Server extends Pick<FlowContext, 'address'> {
  readonly port: number;
}

/** Returns the node of an end of the flow, and the node to which it sends: of a shared address, the holder that accepted the flow. */
export const sendingNodes = (
  {
    request: { kind, from, to },
    transfer,
  }: Pick<WatchedFlow, 'request'> & { readonly transfer: Pick<FlowEnds, 'holder'> },
  end: FlowEnd,
): Pick<FlowDirection, 'from' | 'to'> => {
  const server = transfer.holder?.() ?? to;
  return (kind === 'upload') === (end === 'sender') ? { from, to: server } : { from: server, to: from };
};
