import { protocols } from '../../evidence/flows/flow-id.ts';
import type { FlowDirection } from '../../evidence/stalls/flow-reading.ts';
import type { FlowEnd } from '../../evidence/sockets/sample.ts';
import { httpPortOf } from '../../words/lab/http-port.ts';
import type { TransferRequest } from '../../words/lab/transfer.ts';
import type { HttpTransfer } from './http-transfer.ts';
import type { FlowContext } from './flow-context.ts';

/** A watched flow: its request, its HTTP transfer, and the lab in which it runs. */
export interface WatchedFlow {
  readonly request: TransferRequest;
  readonly transfer: HttpTransfer;
  readonly context: FlowContext;
}

/** Returns the direction in which an end of the flow sends. */
export const flowDirection = ({ request, context }: Omit<WatchedFlow, 'transfer'>, end: FlowEnd): FlowDirection => {
  const { family, port } = request;
  const { from, to } = sendingNodes(request, end);
  const serverPort = httpPortOf(context.nodes.get(request.to));
  const ports = from === request.from ? [port, serverPort] : [serverPort, port];
  return {
    ...{ family, protocol: protocols.tcp, from, to },
    sourceAddress: context.address(from, family),
    destinationAddress: context.address(to, family),
    ...{ source: ports[0]!, destination: ports[1]! },
  };
};

/** Returns the node of an end of the flow, and the node to which it sends. */
export const sendingNodes = ({ kind, from, to }: TransferRequest, end: FlowEnd): Pick<FlowDirection, 'from' | 'to'> =>
  (kind === 'upload') === (end === 'sender') ? { from, to } : { from: to, to: from };
