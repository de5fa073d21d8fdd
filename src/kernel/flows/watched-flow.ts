import type { FlowDirection } from '../../evidence/stalls/flow-reading.ts';
import type { FlowEnd } from '../../evidence/sockets/sample.ts';
import { httpPort } from '../../words/lab/http-port.ts';
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
export const flowDirection = ({ kind, from, to, family, port }: TransferRequest, end: FlowEnd): FlowDirection => {
  const clientToServer = { family, source: port, destination: httpPort, from, to };
  const serverToClient = { family, source: httpPort, destination: port, from: to, to: from };
  return (kind === 'upload') === (end === 'sender') ? clientToServer : serverToClient;
};
