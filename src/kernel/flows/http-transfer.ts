import { Agent, request as httpRequest } from 'node:http';
import type { ClientRequest, IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import type { TransferRequest } from '../../words/lab/transfer.ts';
import type { HttpServer } from './http-server.ts';
import { writeBody, stopsReadingHeader, transferIdHeader } from './http-server.ts';
import { tcpSocketIn } from '../system/tcp-sockets.ts';

/** One HTTP transfer on one connection, as its two applications see it. */
export interface HttpTransfer {
  readonly connection: Connection;
  /** Bytes of the body that the receiving application has. */
  received(): number;
  /** Whether the handshake was completed. */
  connected(): boolean;
  /** Resolves when the receiver has all or the connection failed; an upload's end is known when the server answers. */
  readonly ended: Promise<void>;
  /** The system's error code, once the connection failed. */
  failure(): string | undefined;
}

/** A client's connection that carries one transfer after another (HTTP keep-alive, RFC 9112 9.3). */
export interface Connection {
  readonly socket: Socket;
  readonly agent: Agent;
  /** Local port of the client. */
  readonly port: number;
  readonly server: HttpServer;
  readonly connected: () => boolean;
  readonly target: { readonly host: string; readonly port: number };
}

/** A connection whose socket is made in the client's namespace, bound to its address and the flow's port, and on its way. */
export const connect = ({ request, from, to, server }: Ends): Connection => {
  const fd = tcpSocketIn({
    namespace: from.namespace,
    family: request.family,
    address: from.address,
    port: request.port,
  });
  const socket = new Socket({ fd, manualStart: true } as ConstructorParameters<typeof Socket>[0]);
  const target = { host: to.address, port: to.port };
  socket.on('error', () => {});
  let connected = false;
  socket.connect(target, () => (connected = true));
  return { socket, agent: agentOf(socket), port: request.port, server, connected: () => connected, target };
};

/** Begins a transfer over a connection; what goes wrong later is told by `failure`. */
export const startTransfer = (request: TransferRequest, connection: Connection): HttpTransfer => {
  const id = `${++transfers}`;
  const client = { received: 0 };
  let failure: string | undefined;
  let end = (): void => {};
  const ended = new Promise<void>((resolve) => (end = resolve));
  const fail = ({ code, message }: NodeJS.ErrnoException): void => {
    failure ??= code ?? message;
    end();
  };
  const sent = send({ request, connection, id });
  sent.on('response', (response) => take(response, { request, client, end }));
  sent.on('error', fail);
  connection.socket.on('error', fail);
  const received = request.kind === 'download' ? () => client.received : () => connection.server.received(id);
  return { connection, received, connected: connection.connected, ended, failure: () => failure };
};

interface Ends {
  readonly request: TransferRequest;
  readonly from: { readonly namespace: string; readonly address: string };
  readonly to: { readonly address: string; readonly port: number };
  readonly server: HttpServer;
}

let transfers = 0;

/** Node's agent would turn TCP keep-alive on for an idle connection, and a dead path would then reset it: not within 9 hours. */
const agentOf = (socket: Socket): Agent =>
  Object.assign(new Agent({ keepAlive: true, keepAliveMsecs: 32_000_000, maxSockets: 1 }), {
    createConnection: () => socket,
  });

const send = ({ request, connection, id }: Sending): ClientRequest => {
  const { kind, bytes } = request;
  const { agent, target } = connection;
  if (kind === 'download') return httpRequest({ ...target, agent, path: `/bytes/${bytes}` }).end();
  const stops = request.stopsReadingAfter === undefined ? {} : { [stopsReadingHeader]: request.stopsReadingAfter };
  const headers = { 'content-length': bytes, [transferIdHeader]: id, ...stops };
  const sent = httpRequest({ ...target, agent, method: 'PUT', path: '/sink', headers });
  sent.on('response', (response) => response.resume());
  writeBody(sent, bytes);
  return sent;
};

interface Sending {
  readonly request: TransferRequest;
  readonly connection: Connection;
  readonly id: string;
}

const take = (response: IncomingMessage, { request, client, end }: Taking): void => {
  if (request.kind === 'upload') return end();
  response.on('data', (piece: Buffer) => {
    client.received += piece.length;
    if (client.received >= request.bytes) end();
    if (client.received >= (request.stopsReadingAfter ?? Infinity)) response.pause();
  });
};

interface Taking {
  readonly request: TransferRequest;
  readonly client: { received: number };
  readonly end: () => void;
}
