import { createServer } from 'node:http';
import type { AnswerToRequest } from '../../words/lab/service-host.ts';
import { listenerIn } from '../system/tcp-sockets.ts';
import { peerAddress } from './serve-connection.ts';

/**
 * Answers HTTP requests in the namespace at this path, for IPv6 and IPv4; each connection ends after its answer. Throws a MachineError when the
 * port is in use.
 */
export const startRequestServer = (namespace: string, port: number, answer: AnswerToRequest): RequestServer => {
  const server = createServer({ keepAlive: false, requestTimeout: 0 }, (request, response) => {
    const address = peerAddress(request.socket) ?? ''; // closed already
    void answer({ path: request.url ?? '/', address }).then((body) => {
      response.writeHead(200, { 'content-type': 'text/plain', 'content-length': body.length, connection: 'close' });
      response.end(body);
    });
  });
  server.listen({ fd: listenerIn(namespace, port) });
  return {
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
};

export interface RequestServer {
  /** Ends every connection and stops listening. */
  close(): void;
}
