import { createServer } from 'node:http';
import type { IncomingMessage, OutgoingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { descriptorOf } from '../system/descriptor.ts';
import { listenerIn, resetOnClose } from '../system/tcp-sockets.ts';

/** The engine's HTTP server in one namespace: `GET /bytes/N` answers N bytes, `PUT /sink` takes bytes, both protocols. */
export interface HttpServer {
  readonly port: number;
  /** The accepted connection of a client port, while it is open. */
  socket(clientPort: number): Socket | undefined;
  /** Bytes that the server's application has taken of the body of a request with this `transfer-id`. */
  received(id: string): number;
  /** Resets every connection and stops listening. */
  close(): void;
}

/** Listens on `port` in the namespace at `namespacePath`; throws a MachineError when the port is taken. */
export const startHttpServer = (namespacePath: string, port: number): HttpServer => {
  const connections = new Map<number, Socket>();
  const received = new Map<string, number>();
  const server = createServer(patient, (request, response) => answer(request, response, received));
  server.on('connection', (socket) => remember(socket, connections));
  server.on('clientError', (_problem, socket) => socket.destroy());
  server.listen({ fd: listenerIn(namespacePath, port) });
  return {
    port,
    socket: (clientPort) => connections.get(clientPort),
    received: (id) => received.get(id) ?? 0,
    close: () => {
      for (const socket of connections.values()) resetConnection(socket);
      server.close();
    },
  };
};

/** Ends a connection with an RST. */
export const resetConnection = (socket: Socket): void => {
  const fd = descriptorOf(socket);
  if (fd !== undefined) resetOnClose(fd);
  socket.destroy();
};

/** Writes a body of so many bytes as fast as the peer takes it; ends the message with the last one. */
export const writeBody = (message: OutgoingMessage, bytes: number): void => {
  let left = bytes;
  const fill = () => {
    while (left > 0) {
      const piece = water.subarray(0, Math.min(left, water.length));
      left -= piece.length;
      if (!message.write(piece) && left > 0) return;
    }
    message.off('drain', fill);
    message.end();
  };
  message.on('drain', fill);
  fill();
};

/** Request header that makes the server stop reading a body after so many bytes. */
export const stopsReadingHeader = 'stops-reading-after';

/** Request header that names an upload, so that two over one connection are not taken for each other. */
export const transferIdHeader = 'transfer-id';

/** A stalled transfer is what this server is for: no timeout of Node's may end one. */
const patient = { keepAliveTimeout: 0, requestTimeout: 0, headersTimeout: 0, connectionsCheckingInterval: 2 ** 30 };

const water = Buffer.alloc(65536, 'mtulab ');

const remember = (socket: Socket, connections: Map<number, Socket>): void => {
  const port = socket.remotePort;
  if (port === undefined) return; // reset before it was accepted
  connections.set(port, socket);
  socket.on('error', () => {});
  socket.on('close', () => connections.get(port) === socket && connections.delete(port));
};

const answer = (request: IncomingMessage, response: ServerResponse, received: Map<string, number>): void => {
  const wanted = /^\/bytes\/(\d{1,12})$/.exec(request.url ?? '')?.[1];
  if (request.method === 'GET' && wanted) return send(response, Number(wanted));
  if (request.method === 'PUT' && request.url === '/sink') return take(request, response, received);
  response.writeHead(404, { 'content-length': 0 }).end();
};

const send = (response: ServerResponse, bytes: number): void => {
  response.writeHead(200, { 'content-type': 'application/octet-stream', 'content-length': bytes });
  writeBody(response, bytes);
};

const take = (request: IncomingMessage, response: ServerResponse, received: Map<string, number>): void => {
  const id = String(request.headers[transferIdHeader]);
  const enough = Number(request.headers[stopsReadingHeader] ?? Infinity);
  let taken = 0;
  request.on('data', (piece: Buffer) => {
    taken += piece.length;
    received.set(id, taken);
    if (taken >= enough) request.pause();
  });
  request.on('end', () => response.writeHead(200, { 'content-length': 0 }).end());
};
