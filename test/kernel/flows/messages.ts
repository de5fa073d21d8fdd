import { once } from 'node:events';
import { Socket } from 'node:net';
import t from 'tap';
import { answerLater } from '../../../src/kernel/flows/answer-later.ts';
import { startMessageServer } from '../../../src/kernel/flows/message-server.ts';
import { unboundTcpSocketIn } from '../../../src/kernel/system/tcp-sockets.ts';
import { inNamespace } from '../../../src/kernel/system/network-namespace.ts';
import { noNamespaces, temporaryNamespace } from '../fixtures/namespace.ts';

const framed = (text: string): Buffer => Buffer.concat([Buffer.from([0, text.length]), Buffer.from(text)]);

const connect = async (namespace: string, host: string): Promise<Socket> => {
  const socket = new Socket({ fd: unboundTcpSocketIn(namespace, host.includes(':') ? 'ipv6' : 'ipv4') });
  inNamespace(namespace, () => socket.connect(53, host));
  await once(socket, 'connect');
  return socket;
};

t.test('messages over TCP are answered one by one', { skip: noNamespaces }, async (t) => {
  const namespace = await temporaryNamespace(t);
  const server = startMessageServer(namespace, 53, (request) =>
    String(request) === 'quiet' ? undefined : { payload: Buffer.from(`${String(request)}!`), afterMs: 1 },
  );
  t.throws(() => startMessageServer(namespace, 53, () => undefined), {
    message: 'bind failed for :: port 53: EADDRINUSE',
  });
  for (const host of ['::1', '127.0.0.1']) {
    const socket = await connect(namespace, host);
    socket.write(Buffer.concat([framed('one'), framed('quiet'), Buffer.from([0])]));
    let received = '';
    socket.on('data', (bytes) => (received += String(bytes)));
    await once(socket, 'data');
    socket.write(Buffer.concat([Buffer.from([3]), Buffer.from('two')]));
    await once(socket, 'data');
    t.equal(received, `${String(framed('one!'))}${String(framed('two!'))}`);
    const closed = once(socket, 'error');
    if (host === '127.0.0.1') {
      server.close();
      t.match(await closed, [{ code: 'ECONNRESET' }]);
    } else {
      closed.catch(() => {});
      socket.destroy();
    }
  }
});

t.test('an answer has its time, and none is sent once the service has ended', async (t) => {
  const sent: string[] = [];
  const send = (payload: Uint8Array) => void sent.push(String(payload));
  const ended = new AbortController();
  answerLater(undefined, send, ended.signal);
  answerLater({ payload: Buffer.from('now') }, send, ended.signal);
  t.strictSame(sent, ['now']);
  const began = performance.now();
  await new Promise<void>((resolve) =>
    answerLater({ payload: Buffer.alloc(0), afterMs: 30 }, () => resolve(), ended.signal),
  );
  t.ok(performance.now() - began >= 29);
  answerLater({ payload: Buffer.from('late'), afterMs: 5 }, send, ended.signal);
  ended.abort();
  await new Promise((resolve) => setTimeout(resolve, 20));
  t.strictSame(sent, ['now']);
});
