import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer as createTcpServer } from 'node:net';
import type { Socket } from 'node:net';
import type { Writable } from 'node:stream';
import { descriptorOf } from '../system/descriptor.ts';
import { listenerIn, resetOnClose } from '../system/tcp-sockets.ts';
import { peerAddress, serveConnection } from './serve-connection.ts';

/**
 * An HTTP server in one network namespace, for IPv6 and IPv4: `GET /bytes/N` returns N bytes, `PUT /sink` accepts a body. On the same port
 * it serves raw exchanges (serve-connection.ts).
 */
export interface HttpServer {
  readonly port: number;
  /** Returns the accepted connection from an address and a port while it is open. */
  socket(address: string, port: number): Socket | undefined;
  /** Returns how many bytes were written to the connection from an address and a port, also after it was closed. */
  written(address: string, port: number): number | undefined;
  /** Returns how many body bytes the application has read of the request with this `transfer-id`, or of the raw upload with this id. */
  received(id: string): number;
  /** Resets every connection and stops listening. */
  close(): void;
}

/** Listens on `port` in the namespace at `namespacePath`; throws a MachineError when the port is in use. */
export const startHttpServer = (namespacePath: string, port: number): HttpServer => {
  const connections = new Map<string, Socket>();
  const received = new Map<string, number>();
  const writtenToClosed = new Map<string, number>();
  const http = createServer(withoutTimeouts, (request, response) => handleRequest(request, response, received));
  http.on('clientError', (_error, socket) => socket.destroy());
  const server = createTcpServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
    trackConnection(socket, connections, writtenToClosed);
    serveConnection(socket, { http, received, writeBody });
  });
  server.listen({ fd: listenerIn(namespacePath, port) });
  return {
    port,
    socket: (address, port) => connections.get(peerKey(address, port)),
    written: (address, port) => {
      const peer = peerKey(address, port);
      return connections.get(peer)?.bytesWritten ?? writtenToClosed.get(peer);
    },
    received: (id) => received.get(id) ?? 0,
    close: () => {
      for (const socket of connections.values()) resetConnection(socket);
      server.close();
    },
  };
};

/** Closes a connection with an RST. */
export const resetConnection = (socket: Socket): void => {
  const fd = descriptorOf(socket);
  if (fd !== undefined) resetOnClose(fd);
  socket.destroy();
};

/** Writes a body of `bytes` bytes as fast as the peer reads it, then ends the message. */
export const writeBody = (message: Writable, bytes: number, end: () => void = () => message.end()): void => {
  let left = bytes;
  const fill = () => {
    while (left > 0) {
      const chunk = bodyChunk.subarray(0, Math.min(left, bodyChunk.length));
      left -= chunk.length;
      if (!message.write(chunk) && left > 0) return;
    }
    message.off('drain', fill);
    end();
  };
  message.on('drain', fill);
  fill();
};

/** Request header: the server stops reading the body after this many bytes. */
export const stopsReadingHeader = 'stops-reading-after';

/** Request header that identifies an upload, so that two uploads over one connection are counted separately. */
export const transferIdHeader = 'transfer-id';

/** This server serves stalled transfers: no timeout of Node may end one. */
const withoutTimeouts = {
  keepAliveTimeout: 0,
  requestTimeout: 0,
  headersTimeout: 0,
  connectionsCheckingInterval: 2 ** 30,
};

const bodyChunk = Buffer.alloc(65536, 'mtulab ');

const trackConnection = (
  socket: Socket,
  connections: Map<string, Socket>,
  writtenToClosed: Map<string, number>,
): void => {
  socket.on('error', () => {});
  const [address, { remotePort }] = [peerAddress(socket), socket];
  if (address === undefined || remotePort === undefined) return; // it was reset before it was accepted
  const peer = peerKey(address, remotePort);
  connections.set(peer, socket);
  socket.on('close', () => {
    writtenToClosed.set(peer, socket.bytesWritten);
    if (connections.get(peer) === socket) connections.delete(peer);
  });
};

const peerKey = (address: string, port: number): string => `${address} ${port}`;

const handleRequest = (request: IncomingMessage, response: ServerResponse, received: Map<string, number>): void => {
  const bytes = /^\/bytes\/(\d{1,12})$/.exec(request.url ?? '')?.[1];
  if (request.method === 'GET' && bytes) return sendBody(response, Number(bytes));
  if (request.method === 'PUT' && request.url === '/sink') return receiveBody(request, response, received);
  response.writeHead(404, { 'content-length': 0 }).end();
};

const sendBody = (response: ServerResponse, bytes: number): void => {
  response.writeHead(200, { 'content-type': 'application/octet-stream', 'content-length': bytes });
  writeBody(response, bytes);
};

const receiveBody = (request: IncomingMessage, response: ServerResponse, received: Map<string, number>): void => {
  const id = String(request.headers[transferIdHeader]);
  const stopsAfter = Number(request.headers[stopsReadingHeader] ?? Infinity);
  let bytes = 0;
  request.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    received.set(id, bytes);
    if (bytes >= stopsAfter) request.pause();
  });
  request.on('end', () => response.writeHead(200, { 'content-length': 0 }).end());
};
