import type { Direction } from '../../evidence/stalls/flow-reading.ts';
import type { End } from '../../evidence/sockets/sample.ts';
import type { TransferRequest } from '../../words/lab/transfer.ts';
import type { Exchange } from './http-transfer.ts';
import type { Ground } from './flow-context.ts';

/** A flow that is watched: what was asked for, its two applications, and the lab around it. */
export interface Watched {
  readonly request: TransferRequest;
  readonly exchange: Exchange;
  readonly ground: Ground;
}

/** The direction in which an end of the flow sends. */
export const directionOf = (
  { kind, from, to, family, port }: TransferRequest,
  end: End,
  serverPort = 80,
): Direction => {
  const up = { family, source: port, destination: serverPort, from, to };
  const down = { family, source: serverPort, destination: port, from: to, to: from };
  return (kind === 'upload') === (end === 'sender') ? up : down;
};
