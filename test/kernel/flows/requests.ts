import { once } from 'node:events';
import { Socket } from 'node:net';
import t from 'tap';
import { startRequestServer } from '../../../src/kernel/flows/request-server.ts';
import { inNamespace } from '../../../src/kernel/system/network-namespace.ts';
import { unboundTcpSocketIn } from '../../../src/kernel/system/tcp-sockets.ts';
import { noNamespaces, temporaryNamespace } from '../fixtures/namespace.ts';

t.test('requests are answered over both families, each connection once', { skip: noNamespaces }, async (t) => {
  const namespace = await temporaryNamespace(t);
  const pending = new Promise<Uint8Array>(() => {});
  const server = startRequestServer(namespace, 6969, ({ path, address }) =>
    path === '/wait' ? pending : Promise.resolve(Buffer.from(`${path} of ${address}`)),
  );
  t.throws(() => startRequestServer(namespace, 6969, () => pending), {
    message: 'bind failed for :: port 6969: EADDRINUSE',
  });
  const ask = async (host: string, path: string): Promise<Socket> => {
    const socket = new Socket({ fd: unboundTcpSocketIn(namespace, host.includes(':') ? 'ipv6' : 'ipv4') });
    inNamespace(namespace, () => socket.connect(6969, host));
    await once(socket, 'connect');
    socket.write(`GET ${path} HTTP/1.1\r\nHost: names\r\n\r\n`);
    return socket;
  };
  for (const host of ['::1', '127.0.0.1']) {
    const socket = await ask(host, '/a?b');
    let received = '';
    socket.on('data', (bytes) => (received += String(bytes)));
    await once(socket, 'end');
    t.match(received, /^HTTP\/1.1 200 OK\r\n/);
    t.ok(received.endsWith(`\r\n\r\n/a?b of ${host}`), received);
    socket.destroy();
  }
  const unanswered = await ask('::1', '/wait');
  const ended = new Promise((resolve) => unanswered.on('error', () => {}).once('close', resolve));
  unanswered.resume();
  server.close();
  await ended;
  t.pass('a connection that waits is ended with the server');
});
