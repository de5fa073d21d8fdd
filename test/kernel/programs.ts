import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, Socket } from 'node:net';
import type { ServerOpts } from 'node:net';
import t from 'tap';
import type { Test } from 'tap';
import type { Family } from '../../src/evidence/family.ts';
import { NodePrograms } from '../../src/kernel/labs/node-programs.ts';
import { withDescriptorOf } from '../../src/kernel/system/borrowed-descriptor.ts';
import { onEachProcessor } from '../../src/kernel/system/on-each-processor.ts';
import { destroyedSocketsIn, watchClosedSockets } from '../../src/kernel/system/closed-sockets.ts';
import { descriptorOf } from '../../src/kernel/system/descriptor.ts';
import { holderOf, processesOf, socketInodesOf } from '../../src/kernel/system/processes-of-program.ts';
import { endsText, findTcpSocket, readTcpSockets } from '../../src/kernel/system/sock-diag.ts';
import type { DiagnosedSocket, SocketEnds } from '../../src/kernel/system/sock-diag.ts';
import {
  keepaliveOf,
  listenerIn,
  restoreKeepalive,
  setKeepaliveProbes,
  tcpSocketIn,
} from '../../src/kernel/system/tcp-sockets.ts';
import { until } from '../../src/kernel/system/until.ts';
import { noNamespaces, temporaryNamespace } from './fixtures/namespace.ts';

const skip = noNamespaces;

/** A connection from port 20000 to port 8080 of a namespace, whose listener is one IPv6 socket for both families. */
const connectionIn = async (
  t: Test,
  namespace: string,
  family: Family,
  options: ServerOpts = {},
): Promise<Connection> => {
  const address = family === 'ipv6' ? '::1' : '127.0.0.1';
  const server = createServer(options);
  server.listen({ fd: listenerIn(namespace, 8080) });
  const accepted = once(server, 'connection') as Promise<[Socket]>;
  const fd = tcpSocketIn({ namespace, family, address, port: 20_000 });
  const client = new Socket({ fd, manualStart: true } as ConstructorParameters<typeof Socket>[0]);
  client.connect({ host: address, port: 8080 });
  const [peer] = await accepted;
  t.teardown(() => [client, peer].forEach((socket) => socket.destroy()));
  server.close();
  const ends = { family, localAddress: address, remoteAddress: address };
  return {
    ...{ client, peer },
    clientEnds: { ...ends, localPort: 20_000, remotePort: 8080 },
    serverEnds: { ...ends, localPort: 8080, remotePort: 20_000 },
  };
};

interface Connection {
  readonly client: Socket;
  readonly peer: Socket;
  readonly clientEnds: SocketEnds;
  readonly serverEnds: SocketEnds;
}

for (const family of ['ipv6', 'ipv4'] as const)
  t.test(`sock_diag describes both ends of a connection in a namespace, over ${family}`, { skip }, async (t) => {
    const namespace = await temporaryNamespace(t);
    const { client, peer, clientEnds, serverEnds } = await connectionIn(t, namespace, family);
    const received = once(peer, 'data');
    client.write('twenty bytes of data');
    await received;
    const sockets = readTcpSockets(namespace);
    for (const ends of [clientEnds, serverEnds]) {
      const found = findTcpSocket(namespace, ends);
      t.match(found, { ...ends, state: 1, info: { state: 1 } }, endsText(ends));
      t.match(
        sockets.find((socket) => endsText(socket) === endsText(ends)),
        { cookie: found!.cookie, inode: found!.inode },
      );
    }
    t.match(findTcpSocket(namespace, serverEnds)?.info, { bytesReceived: 20 });
    t.match(findTcpSocket(namespace, clientEnds)?.info, { bytesSent: 20, bytesRetrans: 0 });
    t.equal(findTcpSocket(namespace, { ...clientEnds, localPort: 20_001 }), undefined, 'no such connection');
    t.equal(findTcpSocket(await temporaryNamespace(t), clientEnds), undefined, 'another namespace has no such socket');
  });

t.test('sock_diag finds listening sockets only among all sockets', { skip }, async (t) => {
  const namespace = await temporaryNamespace(t);
  const server = createServer();
  server.listen({ fd: listenerIn(namespace, 8080) });
  t.teardown(() => server.close());
  t.match(readTcpSockets(namespace), [{ state: 10, localPort: 8080, remotePort: 0 }]);
  const ends = {
    family: 'ipv6',
    localAddress: '::1',
    localPort: 8080,
    remoteAddress: '::1',
    remotePort: 20_000,
  } as const;
  t.equal(findTcpSocket(namespace, ends), undefined, 'a listener is no end of a connection');
});

t.test('the end of a socket is reported with its last TCP_INFO, however short it was open', { skip }, async (t) => {
  const namespace = await temporaryNamespace(t);
  const closed = watchClosedSockets(namespace);
  t.teardown(() => closed.close());
  const reports: DiagnosedSocket[] = [];
  const reported = (isWanted: (socket: DiagnosedSocket) => boolean) =>
    until('a report', () => (reports.push(...closed.take()), reports.find(isWanted)), { everyMs: 1, withinMs: 10_000 });
  const { client, peer, clientEnds, serverEnds } = await connectionIn(t, namespace, 'ipv4');
  peer.resume();
  client.end('twenty bytes of data');
  await once(peer, 'close');
  const is = (ends: SocketEnds) => (socket: DiagnosedSocket) => endsText(socket) === endsText(ends);
  t.match(
    (await reported(is(clientEnds)))?.info,
    { bytesSent: 20, bytesAcked: 22 },
    'SYN and FIN count as a byte each',
  );
  t.match((await reported(is(serverEnds)))?.info, { bytesSent: 0, bytesAcked: 1 });
  for (const cookie of destroyedSocketsIn(namespace))
    t.match(await reported((socket) => socket.cookie === cookie), { remotePort: 0 });
});

t.test('what the kernel keeps of a connection that waits for the other end is no socket', { skip }, async (t) => {
  const namespace = await temporaryNamespace(t);
  const closed = watchClosedSockets(namespace);
  t.teardown(() => closed.close());
  const { client, clientEnds } = await connectionIn(t, namespace, 'ipv6', { pauseOnConnect: true });
  client.destroy(); // the other end reads nothing, so that no FIN comes back
  const isClient = (socket: DiagnosedSocket) => endsText(socket) === endsText(clientEnds);
  const report = await until('a report', () => closed.take().find(isClient), { everyMs: 1, withinMs: 10_000 });
  t.match(report, { inode: 0, info: { bytesAcked: 2 } }, 'the kernel destroys the socket in FIN_WAIT2');
  t.equal(readTcpSockets(namespace).find(isClient), undefined);
});

t.test('something is done on each processor that the thread may use, which it may use as before then', async (t) => {
  const status = () => readFileSync('/proc/thread-self/status', 'utf8');
  const allowed = () => /^Cpus_allowed_list:\t(.*)/m.exec(status())![1];
  const before = allowed();
  const seen = onEachProcessor(allowed);
  const mask = BigInt(`0x${/^Cpus_allowed:\t(.*)/m.exec(status())![1]!.replaceAll(',', '')}`);
  t.equal(seen.length, mask.toString(2).replaceAll('0', '').length, 'quotas of a container do not count');
  t.equal(new Set(seen).size, seen.length);
  t.equal(allowed(), before);
});

t.test('the processes of a program are its children and its session', async (t) => {
  const program = spawn('sh', ['-c', 'sleep 1000 & echo $!; setsid sleep 1001 & echo $!; wait'], { detached: true });
  t.teardown(() => children.forEach((pid) => process.kill(pid)));
  const children: number[] = [];
  while (children.length < 2) {
    const [lines] = (await once(program.stdout, 'data')) as [Buffer];
    children.push(...String(lines).trim().split('\n').map(Number));
  }
  const own = processesOf(program.pid!);
  t.ok([program.pid!, ...children].every((pid) => own.has(pid)));
  t.notOk(own.has(process.pid));
});

t.test('the holder of a socket is found by its inode, and its descriptor can be borrowed', { skip }, async (t) => {
  const namespace = await temporaryNamespace(t);
  const { client, clientEnds } = await connectionIn(t, namespace, 'ipv6');
  const { inode } = findTcpSocket(namespace, clientEnds)!;
  t.ok(socketInodesOf([process.pid]).has(inode));
  t.notOk(socketInodesOf([process.ppid]).has(inode));
  const holder = holderOf(inode)!;
  t.strictSame(holder, { pid: process.pid, fd: descriptorOf(client) });
  const before = withDescriptorOf(holder, keepaliveOf);
  const values = () => keepaliveOf(holder.fd).map(({ value }) => value.readInt32LE());
  const [idle, interval, count, isOn] = values();
  withDescriptorOf(holder, (fd) => setKeepaliveProbes(fd, true));
  t.strictSame(values(), [1, 1, 127, 1]);
  withDescriptorOf(holder, (fd) => restoreKeepalive(fd, before));
  t.strictSame(values(), [idle, interval, count, isOn]);
  t.throws(() => withDescriptorOf({ ...holder, fd: 9999 }, () => {}), { message: /^pidfd_getfd failed .*: EBADF$/ });
  t.throws(() => withDescriptorOf({ ...holder, pid: 2 ** 22 }, () => {}), { message: /^pidfd_open failed .*: ESRCH$/ });
  t.equal(holderOf(1), undefined);
});

t.test('a program has company while another one runs in its node', { skip }, async (t) => {
  const namespace = await temporaryNamespace(t);
  const own = `/proc/self/ns/net`;
  const programs = new NodePrograms();
  const first = programs.start('a', namespace);
  const holder = Number(namespace.split('/')[2]);
  t.notOk(first.hasCompany(holder), 'the process that holds the namespace is the program itself');
  t.ok(first.hasCompany(undefined), 'a process that nobody has started here');
  programs.start('b', own);
  t.notOk(first.hasCompany(holder), 'another node');
  programs.start('a', namespace).end();
  t.ok(first.hasCompany(holder), 'also after the other one has ended');
  first.end();
  t.notOk(programs.start('a', namespace).hasCompany(holder));
});
