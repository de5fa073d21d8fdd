import type { FlowDirection } from '../../evidence/stalls/flow-reading.ts';
import type { FlowEnd } from '../../evidence/sockets/sample.ts';
import { httpPort } from '../../words/lab/http-port.ts';
import type { TransferRequest } from '../../words/lab/transfer.ts';
import type { HttpTransfer } from './http-transfer.ts';
import type { FlowContext } from './flow-context.ts';

/** A flow that is watched: what was asked for, its two applications, and the lab around it. */
export interface WatchedFlow {
  readonly request: TransferRequest;
  readonly transfer: HttpTransfer;
  readonly context: FlowContext;
}

/** The direction in which an end of the flow sends. */
export const flowDirection = ({ kind, from, to, family, port }: TransferRequest, end: FlowEnd): FlowDirection => {
  const up = { family, source: port, destination: httpPort, from, to };
  const down = { family, source: httpPort, destination: port, from: to, to: from };
  return (kind === 'upload') === (end === 'sender') ? up : down;
};
