import { createSocket } from 'node:dgram';
import type { Socket as DatagramSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { Server, Socket } from 'node:net';
import { firstMessage, framed } from '../system/framed-messages.ts';
import { elapsed } from '../system/until.ts';
import type { DnsProtocol, NameServer } from './upstream-resolver.ts';

/** Returns the answer to a query; undefined for what gets none. */
export type AnswerQuery = (query: Buffer, protocol: DnsProtocol) => Promise<Buffer | undefined>;

export interface DnsListener {
  close(): void;
}

/**
 * Answers DNS queries to an address over UDP and TCP. The socket is bound to the address, so that an answer leaves from the one that was asked: that
 * of a socket for all addresses leaves from the one that the kernel prefers, and resolvers ignore it (measured). Rejects where the port is in use.
 */
export const listenForQueries = async ({ address, port }: NameServer, answer: AnswerQuery): Promise<DnsListener> => {
  const datagrams = createSocket(address.includes(':') ? 'udp6' : 'udp4');
  const streams = createServer({ noDelay: true }, (socket) => answerStream(socket, answer, connections));
  const connections = new Set<Socket>();
  const close = (): void => {
    datagrams.close();
    streams.close();
    connections.forEach((socket) => socket.destroy());
  };
  try {
    await Promise.all([bound(datagrams, { address, port }), listening(streams, { address, port })]);
  } catch (error) {
    close();
    throw error;
  }
  datagrams.on('error', () => {});
  // An answer that cannot be sent is lost, as a datagram may be.
  datagrams.on('message', (query, from) => {
    void answer(query, 'udp').then((bytes) => bytes && datagrams.send(bytes, from.port, from.address, () => {}));
  });
  return { close };
};

const bound = async (socket: DatagramSocket, { address, port }: NameServer): Promise<void> => {
  const isBound = once(socket, 'listening');
  socket.bind({ address, port, exclusive: true });
  await isBound;
};

const listening = async (server: Server, { address, port }: NameServer): Promise<void> => {
  const isListening = once(server, 'listening');
  server.listen({ host: address, port, exclusive: true });
  await isListening;
};

const answerStream = (socket: Socket, answer: AnswerQuery, connections: Set<Socket>): void => {
  connections.add(socket);
  const closed = new AbortController();
  socket.once('close', () => (connections.delete(socket), closed.abort()));
  socket.on('error', () => {});
  elapsed(openMs, closed.signal).then(
    () => socket.destroy(),
    () => {},
  );
  let received: Buffer = Buffer.alloc(0);
  socket.on('data', (bytes) => {
    received = Buffer.concat([received, bytes]);
    for (let query = firstMessage(received); query; query = firstMessage(received)) {
      received = received.subarray(2 + query.length);
      void answer(query, 'tcp').then((answered) => answered && socket.writable && socket.write(framed(answered)));
    }
  });
};

/** Longer than any answer takes; RFC 7766 section 6.2.3 leaves the time to the server. */
const openMs = 10_000;
