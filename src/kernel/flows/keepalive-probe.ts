import type { End } from '../../evidence/sockets/sample.ts';
import type { TransferRequest } from '../../words/lab/transfer.ts';
import { descriptorOf } from '../system/descriptor.ts';
import type { Exchange } from './http-transfer.ts';
import { probing } from '../system/sockets.ts';

/** Lets the other end send small probes, which the silent end must answer: witnesses on the very same flow. */
export const callWitness = (silent: End, flow: Flow): void => witness(silent, flow, true);

/** No more probes of either end. */
export const dismissWitnesses = (flow: Flow): void => {
  for (const end of ['sender', 'receiver'] as const) witness(end, flow, false);
};

interface Flow {
  readonly request: TransferRequest;
  readonly exchange: Exchange;
}

const witness = (silent: End, { request, exchange }: Flow, on: boolean): void => {
  const { socket, server, port } = exchange.connection;
  const fromServer = (request.kind === 'download') !== (silent === 'sender');
  const end = fromServer ? server.socket(port) : socket;
  const fd = end && descriptorOf(end);
  if (fd !== undefined) probing(fd, on);
};
