import { Agent, request as httpRequest } from 'node:http';
import type { ClientRequest } from 'node:http';
import { Socket } from 'node:net';
import type { Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import type { TransferRequest } from '../../words/lab/transfer.ts';
import type { FlowSegments } from './flow-segments.ts';
import { engineEnds } from './engine-ends.ts';
import type { WatchedTransfer } from './watched-flow.ts';
import type { HttpServer } from './http-server.ts';
import { writeBody, stopsReadingHeader, transferIdHeader } from './http-server.ts';
import type { SharedServer } from './shared-server.ts';
import { rawRequest, rawUploadId } from './serve-connection.ts';
import { descriptorOf } from '../system/descriptor.ts';
import type { LocalEnd } from '../system/tcp-sockets.ts';
import { localEndOf, tcpSocketIn, unboundTcpSocketIn } from '../system/tcp-sockets.ts';

/** One transfer over one connection, by HTTP or raw, as seen by the two applications. */
export interface HttpTransfer extends WatchedTransfer {
  readonly connection: Connection;
}

/** A client's connection; it carries one transfer after another (HTTP keep-alive, RFC 9112 9.3). */
export interface Connection {
  readonly socket: Socket;
  readonly agent: Agent;
  /** Local port of the client. */
  readonly port: number;
  readonly server: HttpServer;
  readonly segments: FlowSegments;
  readonly connected: () => boolean;
  /** Returns the server's socket once it has accepted the connection. */
  readonly accepted: () => Socket | undefined;
  /** Where another node may accept it than the one to which the client connects: returns the one that has. */
  readonly holder?: () => string | undefined;
  readonly target: { readonly host: string; readonly port: number };
}

/** Starts to connect from a socket in the client's namespace, bound to the client's address and the flow's port if it has one. */
export const connect = async ({
  request,
  from,
  to,
  server,
  holderOf,
  segmentsFrom,
}: ConnectionEnds): Promise<Connection> => {
  const { family, port } = request;
  const fd = port === 0 ? unboundTcpSocketIn(from.namespace, family) : tcpSocketIn({ ...from, family, port });
  const socket = new Socket({ fd, manualStart: true } as ConstructorParameters<typeof Socket>[0]);
  const target = { host: to.address, port: to.port };
  socket.on('error', () => {});
  let connected = false;
  socket.connect(target, () => (connected = true));
  if (port === 0) await setImmediate(); // Node calls connect(2) before that, by process.nextTick, and the kernel chooses the port there
  const local = (port === 0 ? localEndOf(descriptorOf(socket)) : undefined) ?? { address: from.address, port };
  const segments = segmentsFrom(local);
  const atServer = <T>(find: (address: string, port: number) => T): T => {
    const { sourceAddress, source } = segments.all.at(-1)!;
    return find(sourceAddress, source);
  };
  return {
    socket,
    agent: agentOf(socket),
    port: local.port,
    server,
    segments,
    connected: () => connected,
    accepted: () => atServer(server.socket),
    ...(holderOf && { holder: () => atServer(holderOf) }),
    target,
  };
};

/** Starts a transfer over a connection; `failure` returns what goes wrong later. */
export const startTransfer = (request: TransferRequest, connection: Connection): HttpTransfer => {
  const httpId = `${++transfers}`;
  const id = (): string => {
    const { sourceAddress, source } = connection.segments.all.at(-1)!;
    return request.raw ? rawUploadId(sourceAddress, source) : httpId;
  };
  const client = { received: 0 };
  let failure: string | undefined;
  let end = (): void => {};
  const ended = new Promise<void>((resolve) => (end = resolve));
  const fail = ({ code, message }: NodeJS.ErrnoException): void => {
    failure ??= code ?? message;
    end();
  };
  if (request.raw) exchangeRaw(connection.socket, { request, client, end });
  else {
    const sent = sendRequest({ request, connection, id: httpId });
    sent.on('response', (response) => receiveResponse(response, { request, client, end }));
    sent.on('error', fail);
  }
  connection.socket.on('error', fail);
  const received = request.kind === 'download' ? () => client.received : () => connection.server.received(id());
  return {
    connection,
    ...engineEnds(connection),
    received,
    connected: connection.connected,
    ended,
    failure: () => failure,
  };
};

interface ConnectionEnds {
  readonly request: TransferRequest;
  readonly from: { readonly namespace: string; readonly address: string };
  readonly to: { readonly address: string; readonly port: number };
  readonly server: HttpServer;
  /** Returns the node that has accepted a connection from an address and a port, where several may. */
  readonly holderOf?: SharedServer['holder'];
  /** Returns the segments of the connection from this address and port of the client. */
  segmentsFrom(local: LocalEnd): FlowSegments;
}

let transfers = 0;

/** The client sends the body of an upload, or one line that asks for a download; the socket stays open for what the evidence needs. */
const exchangeRaw = (socket: Socket, incoming: IncomingTransfer): void => {
  const { kind, bytes } = incoming.request;
  if (kind === 'upload') return writeBody(socket, bytes, () => {});
  receiveBody(socket, incoming);
  socket.write(rawRequest(bytes));
};

/** Node's agent turns on TCP keep-alive for an idle connection, whose probes would reset it on a dead path: postponed to 9 hours. */
const agentOf = (socket: Socket): Agent =>
  Object.assign(new Agent({ keepAlive: true, keepAliveMsecs: 32_000_000, maxSockets: 1 }), {
    createConnection: () => socket,
  });

const sendRequest = ({ request, connection, id }: OutgoingTransfer): ClientRequest => {
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

interface OutgoingTransfer {
  readonly request: TransferRequest;
  readonly connection: Connection;
  readonly id: string;
}

const receiveResponse = (response: Readable, incoming: IncomingTransfer): void => {
  if (incoming.request.kind === 'upload') incoming.end();
  else receiveBody(response, incoming);
};

const receiveBody = (body: Readable, { request, client, end }: IncomingTransfer): void => {
  body.on('data', (chunk: Buffer) => {
    client.received += chunk.length;
    if (client.received >= request.bytes) end();
    if (client.received >= (request.stopsReadingAfter ?? Infinity)) body.pause();
  });
};

interface IncomingTransfer {
  readonly request: TransferRequest;
  readonly client: { received: number };
  readonly end: () => void;
}
