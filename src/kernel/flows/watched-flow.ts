import { protocols } from '../../evidence/flows/flow-id.ts';
import type { FlowId } from '../../evidence/flows/flow-id.ts';
import { reverseFlow, reverseSegments } from '../../evidence/flows/segments.ts';
import type { FlowDirection } from '../../evidence/stalls/flow-reading.ts';
import type { FlowEnd } from '../../evidence/sockets/sample.ts';
import { httpPort } from '../../words/lab/http-port.ts';
import { serviceAt } from '../../words/lab/destination.ts';
import type { TransferRequest } from '../../words/lab/transfer.ts';
import type { HttpTransfer } from './http-transfer.ts';
import type { FlowContext } from './flow-context.ts';
import type { LocalEnd } from '../system/tcp-sockets.ts';

/** A watched flow: its request, its HTTP transfer, and the lab in which it runs. */
export interface WatchedFlow {
  readonly request: TransferRequest;
  readonly transfer: HttpTransfer;
  readonly context: FlowContext;
}

/** Returns the direction in which an end of the flow sends, in the terms of the client's segment. */
export const flowDirection = ({ request, transfer }: Omit<WatchedFlow, 'context'>, end: FlowEnd): FlowDirection => {
  const { from, to } = sendingNodes({ request, transfer }, end);
  const { all } = transfer.connection.segments;
  const isForth = from === request.from;
  const segments = isForth ? all : reverseSegments(all);
  return { ...(isForth ? all[0] : reverseFlow(all[0])), from, to, ...(all.length > 1 && { segments }) };
};

/** A connection from client to server as the client sends it. */
export const firstSegment = (
  { family, to }: TransferRequest,
  local: LocalEnd,
  { address, nodes }: Addresses,
): FlowId => ({
  ...{ family, protocol: protocols.tcp },
  ...{ sourceAddress: local.address, destinationAddress: address(to, family) },
  ...{ source: local.port, destination: serviceAt(nodes, to, 'http')?.port ?? httpPort },
});

type Addresses = Pick<FlowContext, 'address' | 'nodes'>;

/** Returns the node of an end of the flow, and the node to which it sends: of a shared address, the holder that accepted the flow. */
export const sendingNodes = (
  { request: { kind, from, to }, transfer }: Omit<WatchedFlow, 'context'>,
  end: FlowEnd,
): Pick<FlowDirection, 'from' | 'to'> => {
  const server = transfer.connection.holder?.() ?? to;
  return (kind === 'upload') === (end === 'sender') ? { from, to: server } : { from: server, to: from };
};
