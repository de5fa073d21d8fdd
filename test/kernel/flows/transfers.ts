import { once } from 'node:events';
import { Agent, createServer } from 'node:http';
import type { OutgoingMessage, RequestListener } from 'node:http';
import { connect, createServer as createTcpServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import t from 'tap';
import type { Test } from 'tap';
import type { Family } from '../../../src/evidence/family.ts';
import type { EngineFlow } from '../../../src/kernel/flows/flow-context.ts';
import { FlowRegistry } from '../../../src/kernel/flows/flow-registry.ts';
import {
  resetConnection,
  stopsReadingHeader,
  transferIdHeader,
  writeBody,
} from '../../../src/kernel/flows/http-server.ts';
import { rawRequest, rawUploadId, serveConnection } from '../../../src/kernel/flows/serve-connection.ts';
import { startTransfer } from '../../../src/kernel/flows/http-transfer.ts';
import type { Connection } from '../../../src/kernel/flows/http-transfer.ts';
import { sharedServer } from '../../../src/kernel/flows/shared-server.ts';
import { sendingNodes } from '../../../src/kernel/flows/watched-flow.ts';
import type { HttpServer } from '../../../src/kernel/flows/http-server.ts';
import { openFlow } from '../../../src/kernel/flows/open-flow.ts';
import { download, emptyLab, transferOf, segmentsFrom } from '../fixtures/flow.ts';

const { signal } = new AbortController();

/** A connection to an HTTP server on the loopback interface, as `connect` makes one inside a namespace. */
const connectionTo = async (t: Test, listener: RequestListener, received = (_id: string) => 0): Promise<Connection> => {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const target = { host: '127.0.0.1', port };
  const socket = connect(target);
  const agent = Object.assign(new Agent({ keepAlive: true, maxSockets: 1 }), { createConnection: () => socket });
  t.teardown(() => (socket.destroy(), server.close()));
  const base = transferOf({}).connection;
  return { ...base, socket, agent, target, server: { ...base.server, received } };
};

t.test('of several servers with one address, the one that accepted a connection is its holder', async (t) => {
  const closed: string[] = [];
  const serverOf = (name: string, accepted: Map<string, Socket>): HttpServer => ({
    port: 8080,
    socket: (address, port) => accepted.get(`${address} ${port}`),
    written: (address, port) => (accepted.has(`${address} ${port}`) ? 500 : undefined),
    received: () => name.length,
    close: () => void closed.push(name),
  });
  const socket = {} as Socket;
  const atS2 = new Map([['192.0.2.1 20000', socket]]);
  const server = sharedServer([
    { node: 's1', server: serverOf('s1', new Map()) },
    { node: 's2', server: serverOf('s2', atS2) },
  ]);
  t.equal(server.port, 8080);
  t.equal(server.socket('192.0.2.1', 20_000), socket);
  t.equal(server.socket('192.0.2.1', 20_001), undefined);
  t.strictSame([server.written('192.0.2.1', 20_000), server.written('192.0.2.1', 20_001)], [500, undefined]);
  t.strictSame([server.holder('192.0.2.1', 20_000), server.holder('192.0.2.1', 20_001)], ['s2', undefined]);
  atS2.clear();
  t.equal(server.holder('192.0.2.1', 20_000), 's2', 'also after the connection was closed');
  t.equal(server.received('1'), 4, 'an upload is counted by one of them');
  server.close();
  t.strictSame(closed, ['s1', 's2']);
});

t.test('the node of a flow to a shared address is the one that accepted it', async (t) => {
  const request = { ...download, to: 'vip' };
  const before = transferOf({});
  const accepted = { ...before, holder: () => 's2' };
  t.strictSame(sendingNodes({ request, transfer: before }, 'sender'), { from: 'vip', to: 'a' });
  t.strictSame(sendingNodes({ request, transfer: accepted }, 'sender'), { from: 's2', to: 'a' });
  t.strictSame(sendingNodes({ request, transfer: accepted }, 'receiver'), { from: 'a', to: 's2' });
});

t.test('a download counts the bytes that the client has read', async (t) => {
  const connection = await connectionTo(t, ({ url }, response) => {
    t.equal(url, '/bytes/200000');
    writeBody(response, 200_000);
  });
  const transfer = startTransfer({ ...download, bytes: 200_000 }, connection);
  await transfer.ended;
  t.equal(transfer.received(), 200_000);
  t.equal(transfer.failure(), undefined);
});

t.test('an upload ends with the response, and its bytes are counted by the server', async (t) => {
  const requests: unknown[] = [];
  const connection = await connectionTo(
    t,
    (request, response) => {
      const { [transferIdHeader]: id, [stopsReadingHeader]: stopsAfter, 'content-length': length } = request.headers;
      requests.push([request.method, request.url, length, id, stopsAfter]);
      request.resume().on('end', () => response.end());
    },
    (id) => Number(id) * 1000,
  );
  const upload = { ...download, kind: 'upload', bytes: 200_000 } as const;
  const first = startTransfer(upload, connection);
  await first.ended;
  const second = startTransfer({ ...upload, stopsReadingAfter: 500 }, connection);
  await second.ended;
  const [[, , , id]] = requests as [[string, string, string, string]];
  const next = `${Number(id) + 1}`;
  t.strictSame(requests, [
    ['PUT', '/sink', '200000', id, undefined],
    ['PUT', '/sink', '200000', next, '500'],
  ]);
  t.equal(first.received(), Number(id) * 1000);
  t.equal(second.received(), Number(next) * 1000, 'two uploads over one connection are counted separately');
});

t.test('a transfer over a connection that the server resets has failed', async (t) => {
  const connection = await connectionTo(t, ({ socket }) => resetConnection(socket));
  const transfer = startTransfer(download, connection);
  await transfer.ended;
  t.equal(transfer.failure(), 'ECONNRESET');
  t.equal(transfer.received(), 0);
});

t.test('an RST ends a connection at once, and a closed one is left alone', async (t) => {
  const server = createTcpServer().listen(0, '127.0.0.1');
  t.teardown(() => server.close());
  await once(server, 'listening');
  const client = connect((server.address() as AddressInfo).port, '127.0.0.1');
  const [accepted] = (await once(server, 'connection')) as [Socket];
  resetConnection(accepted);
  const [error] = (await once(client, 'error')) as [NodeJS.ErrnoException];
  t.equal(error.code, 'ECONNRESET');
  t.doesNotThrow(() => resetConnection(accepted));
});

t.test('a body is written in chunks and waits for the peer', async (t) => {
  const written: number[] = [];
  const listeners: (() => void)[] = [];
  const message = {
    write: (chunk: Buffer) => written.push(chunk.length) % 2 === 0,
    on: (_event: string, listener: () => void) => listeners.push(listener),
    off: () => listeners.pop(),
    end: () => written.push(0),
  } as unknown as OutgoingMessage;
  writeBody(message, 150_000);
  t.strictSame(written, [65_536], 'the peer is slow');
  listeners[0]!();
  t.strictSame(written, [65_536, 65_536, 18_928, 0]);
  t.strictSame(listeners, []);
});

/** A server that tells HTTP from raw exchanges, and a client's connection to it. */
const rawServer = async (t: Test) => {
  const received = new Map<string, number>();
  const http = createServer((request, response) => response.end(`${request.method} ${request.url}`));
  const server = createTcpServer({ allowHalfOpen: true }, (socket) => {
    serveConnection(socket, { http, received, writeBody });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const socket = connect({ host: '127.0.0.1', port });
  await once(socket, 'connect');
  t.teardown(() => (socket.destroy(), server.close()));
  const base = transferOf({}).connection;
  const connection: Connection = {
    ...{ ...base, socket, port: socket.localPort!, target: { host: '127.0.0.1', port } },
    segments: segmentsFrom(socket.localPort!, '127.0.0.1'),
    server: { ...base.server, received: (id) => received.get(id) ?? 0 },
  };
  return { connection, socket, received };
};

const untilRead = async (done: () => boolean): Promise<void> => {
  while (!done()) await new Promise((resolve) => setImmediate(resolve));
};

t.test('a raw download is the bytes of the body and nothing else', async (t) => {
  const { connection, socket } = await rawServer(t);
  const transfer = startTransfer({ ...download, bytes: 200_000, raw: true }, connection);
  await transfer.ended;
  t.equal(transfer.received(), 200_000);
  t.equal(socket.bytesRead, 200_000, 'no header');
  t.equal(socket.bytesWritten, rawRequest(200_000).length);
  t.notOk(socket.destroyed || socket.readableEnded, 'the connection stays open');
});

t.test('a raw upload is the bytes of the body and nothing else, counted by the server', async (t) => {
  const { connection, socket, received } = await rawServer(t);
  const transfer = startTransfer({ ...download, kind: 'upload', bytes: 150_000, raw: true }, connection);
  await untilRead(() => transfer.received() >= 150_000);
  t.equal(transfer.received(), 150_000);
  t.strictSame([...received.keys()], [rawUploadId('127.0.0.1', connection.port)]);
  t.equal(socket.bytesWritten, 150_000, 'no header');
  t.equal(socket.bytesRead, 0, 'no response');
});

t.test('an upper-case letter begins an HTTP request, and no byte at all nothing', async (t) => {
  const { socket, received } = await rawServer(t);
  socket.write('PUT /sink HTTP/1.1\r\nhost: b\r\n\r\n');
  const [response] = (await once(socket, 'data')) as [Buffer];
  t.match(`${response}`, /^HTTP\/1.1 200 OK\r\n[^]*PUT \/sink$/);
  const { socket: silent } = await rawServer(t);
  silent.end();
  silent.resume();
  await once(silent, 'end');
  t.equal(received.size, 0);
});

t.test('a raw flow carries one transfer only', async (t) => {
  const kept = { request: { ...download, raw: true } } as EngineFlow;
  const context = { ...emptyLab, flow: () => kept };
  await t.rejects(openFlow({ ...download, over: 'victim' }, context, signal), {
    message: 'the flow victim is raw: its connection carries one transfer only',
  });
});

t.test('a flow over another needs one that is open', async (t) => {
  await t.rejects(openFlow(download, emptyLab, AbortSignal.abort(new Error('stopped'))), { message: 'stopped' });
  const context = { ...emptyLab, flow: () => undefined };
  await t.rejects(openFlow({ ...download, over: 'victim' }, context, signal), {
    name: 'MachineError',
    message: 'there is no open flow victim for ipv6',
  });
});

t.test(
  'a kept flow is found by its name until it is closed, and every open flow is notified of a change',
  async (t) => {
    const calls: string[] = [];
    const flow = (family: Family): EngineFlow => ({
      request: { ...download, family },
      observe: async (_, signal) => Promise.reject(signal.reason as Error),
      beforeChange: () => void calls.push(`${family} before`),
      afterChange: () => void calls.push(`${family} after`),
      close: () => void calls.push(`${family} closed`),
    });
    const flows = new FlowRegistry();
    const lost = AbortSignal.abort(new Error('the lab was lost'));
    const [first, second] = [flow('ipv6'), flow('ipv4')];
    const added = flows.add(first, () => lost);
    flows.keep('victim', added);
    flows.keep(
      'victim',
      flows.add(second, (signal) => signal),
    );
    flows.beforeChange();
    flows.afterChange();
    t.strictSame(flows.describeOpen(), ['the flow victim is still open (ipv6 and ipv4)']);
    t.equal(flows.named('victim', 'ipv6'), added);
    t.equal(flows.named('other', 'ipv6'), undefined);
    t.equal(flows.engineFlow('victim', 'ipv6'), first);
    await t.rejects(added.observe({ until: 'end' }, signal), /the lab was lost/);
    added.close();
    t.equal(flows.engineFlow('victim', 'ipv6'), undefined);
    t.strictSame(flows.describeOpen(), ['the flow victim is still open (ipv4)']);
    flows.close();
    t.strictSame(calls, ['ipv6 before', 'ipv4 before', 'ipv6 after', 'ipv4 after', 'ipv6 closed', 'ipv4 closed']);
  },
);
