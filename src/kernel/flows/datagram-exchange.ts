import { closeSync } from 'node:fs';
import type { DatagramExchange, DatagramRequest } from '../../words/lab/datagrams.ts';
import { socketAddress } from '../system/socket-address.ts';
import { connectDatagrams, pathMtuOf, udpClientIn } from '../system/udp-sockets.ts';
import { DatagramClient, localError, outcomeOfRefusal } from './datagram-client.ts';
import { activeMs, nextTick } from './sampling-clock.ts';

/** Sends the datagrams of a request one after the other and learns what the client's socket sees of each; see DatagramRequest. */
export const exchangeDatagrams = async (
  request: DatagramRequest,
  { namespace, from, to }: ExchangeEnds,
  signal: AbortSignal,
): Promise<DatagramExchange> => {
  signal.throwIfAborted();
  const { family, port, destinationPort, connected, discovery, count, answerWithinMs } = request;
  const ports = { client: port, server: destinationPort };
  const server = socketAddress(family, to, destinationPort);
  const fd = udpClientIn({ namespace, family, address: from, port, discovery });
  try {
    const refusal = connected ? connectDatagrams(fd, server) : undefined;
    if (refusal !== undefined) return { ports, ...nothingSent(refusal, count) };
    const client = new DatagramClient(fd, request, server);
    for (let number = 0; number < count; number++) {
      client.send(number);
      const deadline = activeMs() + answerWithinMs;
      while (!client.isSettled(number) && activeMs() < deadline) {
        await nextTick();
        signal.throwIfAborted();
        client.read();
      }
    }
    return { ports, outcomes: client.outcomes(), pmtu: pathMtuOf(fd, family), errors: client.errors() };
  } finally {
    closeSync(fd);
  }
};

interface ExchangeEnds {
  /** Path of the client's network namespace. */
  readonly namespace: string;
  /** Addresses of the client and the server. */
  readonly from: string;
  readonly to: string;
}

/** A socket that cannot be connected sends nothing. */
const nothingSent = (error: string, count: number): Omit<DatagramExchange, 'ports'> => ({
  outcomes: Array.from({ length: count }, () => outcomeOfRefusal(error)),
  pmtu: null,
  errors: [localError(error)],
});
