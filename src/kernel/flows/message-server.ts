import { createServer } from 'node:net';
import type { Socket } from 'node:net';
import type { AnswerTo } from '../../words/lab/service-host.ts';
import { firstMessage, framed } from '../system/framed-messages.ts';
import { listenerIn } from '../system/tcp-sockets.ts';
import { answerLater } from './answer-later.ts';
import { resetConnection } from './http-server.ts';

/**
 * Answers messages over TCP in the namespace at this path, for IPv6 and IPv4: two bytes before each message are its length (RFC 7766 section
 * 8). Throws a MachineError when the port is in use.
 */
export const startMessageServer = (namespace: string, port: number, answer: AnswerTo): MessageServer => {
  const closed = new AbortController();
  const connections = new Set<Socket>();
  const server = createServer({ noDelay: true }, (socket) => {
    connections.add(socket);
    socket.once('close', () => connections.delete(socket));
    socket.on('error', () => {});
    let received: Buffer = Buffer.alloc(0);
    socket.on('data', (bytes) => {
      received = Buffer.concat([received, bytes]);
      for (let message = firstMessage(received); message; message = firstMessage(received)) {
        received = received.subarray(2 + message.length);
        answerLater(answer(message), (payload) => socket.writable && socket.write(framed(payload)), closed.signal);
      }
    });
  });
  server.listen({ fd: listenerIn(namespace, port) });
  return {
    close: () => {
      closed.abort();
      connections.forEach(resetConnection);
      server.close();
    },
  };
};

export interface MessageServer {
  /** Resets every connection and stops listening. */
  close(): void;
}
