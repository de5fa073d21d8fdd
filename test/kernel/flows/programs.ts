import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { Socket } from 'node:net';
import t from 'tap';
import type { Test } from 'tap';
import type { TcpInfo } from '../../../src/evidence/sockets/tcp-info.ts';
import { bulkEndOf, lastOf } from '../../../src/kernel/flows/bulk-end.ts';
import { ClaimedPorts } from '../../../src/kernel/flows/claimed-ports.ts';
import type { FlowPort } from '../../../src/kernel/flows/claimed-ports.ts';
import { FlowSegments } from '../../../src/kernel/flows/flow-segments.ts';
import { NodesClosedSockets } from '../../../src/kernel/flows/nodes-closed-sockets.ts';
import { ProgramDatagramSockets } from '../../../src/kernel/flows/program-datagram-sockets.ts';
import { ProgramTransfer } from '../../../src/kernel/flows/program-transfer.ts';
import { translatingNodes } from '../../../src/kernel/flows/translating-nodes.ts';
import { ProcessorWaits } from '../../../src/kernel/flows/processor-waits.ts';
import { ProgramEnd } from '../../../src/kernel/flows/program-end.ts';
import { SocketOwners } from '../../../src/kernel/flows/socket-owners.ts';
import { StallDetector } from '../../../src/kernel/flows/stall-detector.ts';
import type { Sampler } from '../../../src/kernel/flows/sampler.ts';
import type { DiagnosedSocket } from '../../../src/kernel/system/sock-diag.ts';
import { until } from '../../../src/kernel/system/until.ts';
import { listenerIn } from '../../../src/kernel/system/tcp-sockets.ts';
import type { ObservedProgram } from '../../../src/words/lab/lab.ts';
import { byName, download, emptyLab, established, node, transferOf } from '../fixtures/flow.ts';
import { noNamespaces } from '../fixtures/namespace.ts';
import { programLab } from '../fixtures/program-lab.ts';
import type { ProgramLab } from '../fixtures/program-lab.ts';

const hasPython = spawnSync('python3', ['--version']).status === 0;
const skip = noNamespaces || (!hasPython && 'python3 is missing');

/** A server at port 8080 of node b; it is closed with the test. */
const serverIn = (t: Test, { namespace }: ProgramLab, serve: (socket: Socket) => void): void => {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    serve(socket);
  });
  server.listen({ fd: listenerIn(namespace, 8080) });
  t.teardown(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
};

const echoOnce = (socket: Socket): void => void socket.on('data', (data) => socket.end(data));

const connect =
  'import os, socket, struct, time; s = socket.create_connection(("10.0.0.2", 8080), source_address=("10.0.0.1", 0));';
const exchange = `${connect} s.send(b"x" * 1000); s.recv(2000); s.recv(1);`;

const outcomesOf = ({ transfers }: ObservedProgram) =>
  transfers.map(({ outcome, why, reason }) => reason ?? why ?? outcome);

t.test(
  'a program whose data was acknowledged to the last byte and that ends with 0 has completed',
  { skip },
  async (t) => {
    const lab = await programLab(t);
    serverIn(t, lab, echoOnce);
    const seen = await lab.observe(exchange);
    t.match(seen, {
      output: { code: 0 },
      transfers: [{ outcome: 'completed', family: 'ipv4', ports: { server: 8080 } }],
    });
    t.notOk('total' in seen.transfers[0]!, 'nobody knows how many bytes it was to carry');
    t.ok(seen.transfers[0]!.received >= 1000);
    const port = seen.transfers[0]!.ports.client;
    t.ok(lab.ports.has({ family: 'ipv4', port }), 'no other flow of the lab may have its port');
    t.equal(lab.observed.size, 0, 'a later change does not concern it');
  },
);

t.test('each connection of a program and its children has an outcome of its own', { skip }, async (t) => {
  const lab = await programLab(t);
  serverIn(t, lab, echoOnce);
  const seen = await lab.observe(
    `python3 -c '${exchange}' & python3 -c '${exchange} time.sleep(0.1)'; wait`,
    undefined,
    'sh',
  );
  t.strictSame(outcomesOf(seen), ['completed', 'completed']);
});

const notCompleted: Readonly<Record<string, readonly [script: string, outcome: string | RegExp]>> = {
  'that resets its connection': [
    `${connect} s.send(b"x" * 1000); time.sleep(0.2); s.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0)); s.close()`,
    /^the connection ended before a had an acknowledgment of its FIN, as after an RST$/,
  ],
  'that resets its connection at once': [
    `${connect} s.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0)); s.close()`,
    /^(a socket with port \d+ was closed before it was seen|the connection ended before a had an acknowledgment)/,
  ],
  'that ends with another exit code': [`${exchange} os._exit(3)`, 'python3 ended with exit code 3'],
  'that the server refuses': [
    'import socket, time; s = socket.socket(); s.setblocking(False); s.bind(("10.0.0.1", 0)); s.connect_ex(("10.0.0.2", 8081)); time.sleep(0.1)',
    'refused',
  ],
  'that talks to an address of no node': [
    `${connect.replaceAll('10.0.0.2', '10.0.0.3')}`,
    'no node of the lab has the address 10.0.0.3',
  ],
};

for (const [name, [script, outcome]] of Object.entries(notCompleted))
  t.test(`a program ${name} has not completed`, { skip }, async (t) => {
    const lab = await programLab(t);
    spawnSync('nsenter', [`--net=${lab.namespace}`, 'ip', 'addr', 'add', '10.0.0.3', 'dev', 'lo']);
    serverIn(t, lab, echoOnce);
    const [seen] = outcomesOf(await lab.observe(script));
    t.match(seen, outcome);
  });

t.test('a program that ends as its time does has ended', { skip }, async (t) => {
  const ended = { stdout: 'at once', stderr: '', code: 0 };
  const { observe } = await programLab(t);
  const observed = await observe('', { until: 'end', withinMs: 1 }, 'true', async () => ended);
  t.match(observed, { output: ended, transfers: [] });
});

t.test('a program without connections to other nodes has no transfers', { skip }, async (t) => {
  const lab = await programLab(t);
  serverIn(t, lab, echoOnce);
  t.strictSame((await lab.observe('print(1)')).transfers, []);
  const inside = await lab.observe('import socket; socket.create_connection(("127.0.0.1", 8080)).close()');
  t.strictSame(inside.transfers, [], 'a connection inside the node');
  const own = await lab.observe('import socket, time; s = socket.create_server(("10.0.0.1", 8090)); time.sleep(0.2)');
  t.strictSame(own.transfers, [], 'a listener');
});

const datagrams =
  'import os, socket, time; s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.bind(("10.0.0.1", 0));';
const toServer = { node: 'b', port: 9000, pmtu: null };

/** Each script, and the UDP sockets that its program is found to have. */
const udpScripts: Readonly<Record<string, readonly [script: string, sockets: readonly object[]]>> = {
  'that connects one': [
    `${datagrams} s.connect(("10.0.0.2", 9000)); s.send(b"x"); time.sleep(0.2)`,
    [{ family: 'ipv4', port: Number, peer: toServer, isBrief: undefined }],
  ],
  'that closes one at once': [
    `${datagrams} s.connect(("10.0.0.2", 9000)); s.send(b"x"); s.close()`,
    [{ family: 'ipv4', port: Number, peer: toServer }],
  ],
  'that does not connect it': [
    `${datagrams} s.sendto(b"x", ("10.0.0.2", 9000)); time.sleep(0.2)`,
    [{ family: 'ipv4', port: Number, peer: undefined }],
  ],
  'that may send over both families': [
    'import socket, time; s = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM); s.bind(("::", 0)); time.sleep(0.2)',
    [{ family: undefined, port: Number, peer: undefined }],
  ],
  'that stays inside the node': [
    `import socket, time; s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.connect(("127.0.0.1", 9000)); t = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); t.bind(("127.0.0.1", 0)); time.sleep(0.2)`,
    [],
  ],
};

for (const [name, [script, sockets]] of Object.entries(udpScripts))
  t.test(`the UDP sockets of a program ${name} are found`, { skip }, async (t) => {
    const lab = await programLab(t);
    const { datagramSockets, transfers } = await lab.observe(script);
    t.match(datagramSockets, sockets);
    t.equal(datagramSockets?.length, sockets.length);
    t.strictSame(transfers, []);
  });

t.test('a UDP socket that was closed at once may belong to another program of the node', { skip }, async (t) => {
  const { namespace } = await programLab(t);
  const program = { node: 'a', name: 'dig', pid: () => undefined, exitCode: () => 0, isNodeShared: () => true };
  const context = { ...emptyLab, namespace: () => namespace, ports: new ClaimedPorts() };
  const sockets = new ProgramDatagramSockets(program, context);
  t.teardown(() => sockets.close());
  const script = `${datagrams} s.connect(("10.0.0.2", 9000)); s.close()`;
  spawnSync('nsenter', [`--net=${namespace}`, 'python3', '-c', script]);
  t.match(await sockets.finish(), [
    { peer: { node: '10.0.0.2' }, isBrief: true, doubt: /: dig or another program in a$/ },
  ]);
});

t.test('the UDP sockets of another program are left out', { skip }, async (t) => {
  const lab = await programLab(t);
  const [one, other] = await Promise.all([
    lab.observe(`${datagrams} s.connect(("10.0.0.2", 9000)); time.sleep(0.5)`),
    lab.observe(`${datagrams} s.connect(("10.0.0.2", 9001)); time.sleep(0.5)`),
  ]);
  t.match(one.datagramSockets, [{ peer: { port: 9000 } }]);
  t.match(other.datagramSockets, [{ peer: { port: 9001 } }]);
  t.strictSame(
    [one, other].map(({ datagramSockets }) => datagramSockets?.length),
    [1, 1],
  );
});

t.test(
  'a program that does not end in time is ended, and what its connection waits for is named',
  { skip },
  async (t) => {
    const lab = await programLab(t);
    serverIn(t, lab, (socket) => void socket.write(Buffer.alloc(50_000_000)));
    const seen = await lab.observe(`${connect} time.sleep(1000)`, { until: 'end', withinMs: 2000 });
    t.notOk(seen.output);
    t.strictSame(outcomesOf(seen), ['receiver-window']);
  },
);

t.test('a port that a flow of the lab has used makes a connection not judged', { skip }, async (t) => {
  const lab = await programLab(t);
  serverIn(t, lab, echoOnce);
  lab.ports.claim({ family: 'ipv4', port: 15_000 });
  const seen = await lab.observe(`${exchange.replace('"10.0.0.1", 0', '"10.0.0.1", 15000')} time.sleep(0.2)`);
  t.match(outcomesOf(seen), [/^another flow of this lab has used source port 15000 over IPv4/]);
});

t.test('so it does where the connection was closed before its owner was seen', { skip }, async (t) => {
  const lab = await programLab(t);
  serverIn(t, lab, echoOnce);
  lab.ports.claim({ family: 'ipv4', port: 15_000 }, { address: '10.0.0.2', port: 1 });
  const seen = await lab.observe(exchange.replace('"10.0.0.1", 0', '"10.0.0.1", 15000'));
  t.match(outcomesOf(seen), [/^another flow of this lab has used source port 15000 over IPv4/]);
});

t.test('a closed connection that a flow of the lab may have had is left out', (t) => {
  const ports = new ClaimedPorts();
  const source = { family: 'ipv4', port: 15_000 } as const;
  const end = { address: '10.0.0.2', port: 80 };
  t.notOk(ports.mayConnect(source, end));
  ports.claim(source, end);
  t.ok(ports.mayConnect(source, end));
  t.ok(ports.mayConnect(source, undefined), 'the kernel has cleared where it led');
  t.notOk(ports.mayConnect(source, { ...end, port: 81 }));
  t.notOk(ports.mayConnect(source, { ...end, address: '10.0.0.3' }));
  t.notOk(ports.mayConnect({ ...source, family: 'ipv6' }, end));
  ports.claim({ ...source, port: 15_001 });
  t.ok(ports.mayConnect({ ...source, port: 15_001 }, end), 'nobody knows where it leads');
  t.end();
});

t.test('a connection that an earlier program has left behind belongs to nobody', { skip }, async (t) => {
  const lab = await programLab(t);
  serverIn(t, lab, (socket) => void socket.pause());
  const leaves = `${connect} s.setblocking(False); s.send(b"x" * 9000000); os._exit(0)`;
  spawnSync('nsenter', [`--net=${lab.namespace}`, 'python3', '-c', leaves]);
  const seen = await lab.observe('import time; time.sleep(0.2)');
  t.strictSame(seen.transfers, []);
});

t.test('the connections of a program over both families may have one port', { skip }, async (t) => {
  const lab = await programLab(t);
  serverIn(t, lab, echoOnce);
  const over = (b: string, a: string) => exchange.replace('10.0.0.2', b).replace('"10.0.0.1", 0', `"${a}", 15000`);
  const seen = await lab.observe(`${over('fd00::2', 'fd00::1')} ${over('10.0.0.2', '10.0.0.1')}`);
  // Of two that are seen at one tick, the one that is still open is found before the one that was closed.
  t.match(
    [...seen.transfers].sort((one, other) => other.family!.localeCompare(one.family!)),
    [
      { outcome: 'completed', family: 'ipv6', ports: { client: 15_000 } },
      { outcome: 'completed', family: 'ipv4', ports: { client: 15_000 } },
    ],
  );
});

t.test('two programs in one node are distinguished by what their processes hold', { skip }, async (t) => {
  const lab = await programLab(t);
  serverIn(t, lab, (socket) => void socket.on('data', (data) => setTimeout(() => socket.end(data), 200)));
  const [one, other] = await Promise.all([lab.observe(exchange), lab.observe(`${exchange} os._exit(1)`)]);
  t.strictSame(outcomesOf(one), ['completed']);
  t.strictSame(outcomesOf(other), ['python3 ended with exit code 1']);
});

t.test('a connection whose owner was never seen belongs to the only program of its node', async (t) => {
  const program = { node: 'a', name: 'curl', pid: () => undefined, exitCode: () => undefined };
  const ends = { family: 'ipv4', localAddress: '10.0.0.1', remoteAddress: '10.0.0.2', remotePort: 2 } as const;
  const closed = (localPort: number) => ({ ...ends, localPort, state: 7, inode: 0, cookie: `${localPort}` });
  const ofEngine = ({ family, port }: FlowPort): boolean => family === 'ipv4' && port === 3;
  const alone = new SocketOwners({ ...program, isNodeShared: () => false });
  t.strictSame(alone.ownAmongAbandoned([closed(1), closed(3)], ofEngine), [{ socket: closed(1) }]);
  t.strictSame(alone.ownAmongAbandoned([closed(1)], ofEngine), [], 'each once');
  const ofIpv6 = { family: 'ipv6', localAddress: 'fd00::1', cookie: 'v6' } as const;
  t.match(alone.ownAmongAbandoned([{ ...closed(3), ...ofIpv6 }], ofEngine), [{ socket: ofIpv6 }], 'of another family');
  const reset = { ...closed(3), ...ofIpv6, localAddress: '::', cookie: 'reset' };
  t.strictSame(alone.ownAmongAbandoned([reset], ofEngine), [], 'it may have had a connection over IPv4');
  const shared = new SocketOwners({ ...program, isNodeShared: () => true });
  t.match(shared.ownAmongAbandoned([closed(1)], ofEngine), [
    { doubt: 'the socket with port 1 was closed before its owner was seen: curl or another program in a' },
  ]);
  t.strictSame(shared.own([closed(2)]), [], 'nobody holds it');
});

t.test('how long a program waited for a processor is read by thread, and stays when it ends', async (t) => {
  const waits = new ProcessorWaits();
  waits.update([]);
  waits.update([2 ** 22 + 1]);
  t.strictSame(waits.samples, [], 'no such process');
  const loop = spawn(process.execPath, ['-e', 'process.title = "looping"; for (;;);'], { stdio: 'ignore' });
  const mainThread = (): number => waits.samples.at(-1)?.waitedMs.get(loop.pid!) ?? 0;
  await until('its first wait', () => (waits.update([loop.pid!]), mainThread() > 0), { everyMs: 5, withinMs: 10_000 });
  await until('its name', () => (waits.update([loop.pid!]), waits.names.get(loop.pid!) === 'looping'), {
    ...{ everyMs: 5, withinMs: 10_000 },
  });
  t.equal(waits.names.size, waits.samples.at(-1)!.waitedMs.size, 'each thread has a name');
  loop.kill('SIGKILL');
  await once(loop, 'exit');
  const last = waits.samples.at(-1)!;
  waits.update([loop.pid!]);
  t.strictSame(waits.samples.at(-1)!.waitedMs, last.waitedMs);
  t.ok(Math.abs(last.atMs - Date.now()) < 10_000);
});

t.test('the socket of an end is read while it is open, and keeps its last state', { skip }, async (t) => {
  const { namespace } = await programLab(t);
  const ends = {
    family: 'ipv4',
    localAddress: '10.0.0.1',
    localPort: 1,
    remoteAddress: '10.0.0.2',
    remotePort: 2,
  } as const;
  const place = { node: 'a', namespace, socketEnds: () => ends };
  const unknown = new ProgramEnd({ ...place, closedSocket: () => undefined });
  t.equal(unknown.info(), undefined);
  t.notOk(unknown.isOpen());
  t.notOk(unknown.isGone(), 'it may not have been reported yet');
  t.notOk(unknown.isReleased());
  t.equal(unknown.probe(true), 'no process holds the socket in a any more, so it cannot send a small packet');
  t.equal(unknown.probe(false), undefined, 'there is nothing to stop');
  const socket = { ...ends, state: 7, inode: 0, cookie: '00', info: { ...established, bytesAcked: 7 } };
  const closed = new ProgramEnd({ ...place, closedSocket: () => socket });
  t.equal(closed.info()?.bytesAcked, 7);
  t.ok(closed.isGone());
  t.ok(closed.isReleased());
  t.notOk(closed.isOpen());
  t.equal(closed.probe(true), undefined, 'nothing is to be learned from it any more');
});

t.test('an unknown cause names the reason why no small packet could be sent', async (t) => {
  const info = (backoff: number, part: Partial<TcpInfo> = {}): TcpInfo => ({
    ...established,
    backoff,
    totalRetrans: backoff,
    ...part,
  });
  const samples = [0, 1, 2, 3].map((backoff) => ({
    atMs: backoff * 400,
    ...{ sender: info(backoff, { unacked: 8 }), receiver: { ...established, lastAckRecvMs: backoff * 400 } },
  }));
  const shown: typeof samples = [];
  const sampler = { samples: shown, take: () => shown.at(-1), elapsedMs: () => shown.at(-1)?.atMs ?? 0 };
  const transfer = transferOf({});
  const refusing = { info: () => undefined, probe: () => 'the socket in a cannot be made to send a small packet' };
  const ends = { client: refusing, server: refusing };
  const stalls = new StallDetector(
    { request: download, transfer: { ...transfer, ends }, context: emptyLab },
    sampler as unknown as Sampler,
  );
  for (const sample of samples) {
    shown.push(sample);
    stalls.update();
  }
  t.match(stalls.episodes, [
    { cause: { word: 'unknown', evidence: ['the socket in a cannot be made to send a small packet'] } },
  ]);
});

t.test(
  'a connection that was never established and is gone was closed, and one whose server was not seen is awaited',
  { skip: noNamespaces },
  async (t) => {
    const gone = (bytesAcked: number): DiagnosedSocket => ({
      ...{ family: 'ipv4', localAddress: '', localPort: 1, remoteAddress: '', remotePort: 2 },
      ...{ state: 7, inode: 0, cookie: '', info: { ...established, bytesAcked, bytesSent: 0, bytesRetrans: 0 } },
    });
    const { namespace } = await programLab(t);
    const transferWith = (bytesAcked: number) =>
      new ProgramTransfer({
        segments: fromPort1(),
        client: { node: 'a', namespace },
        server: { node: 'b', namespace },
        program: { name: 'curl', exitCode: () => 0 },
        writtenByServer: () => undefined,
        closedSocket: (node) => () => (node === 'a' ? gone(bytesAcked) : undefined),
      });
    t.match(transferWith(0).ending(), { reason: 'its connection was closed before it was established' });
    const unseen = transferWith(1);
    t.notOk(unseen.isClosed());
    t.equal(unseen.ending(), undefined);
    unseen.stop();
    t.ok(unseen.isOver());
  },
);

t.test(
  'a connection that was seen closed has completed, although the kernel reports late how its sockets ended',
  { skip },
  async (t) => {
    const { namespace } = await programLab(t);
    const server = createServer({ allowHalfOpen: true }, (socket) => void socket.resume().write('x'.repeat(1000)));
    server.listen({ fd: listenerIn(namespace, 8080) });
    t.teardown(() => server.close());
    const closed = new NodesClosedSockets(['a'], () => namespace);
    t.teardown(() => closed.close());
    const accepted = once(server, 'connection');
    const client = spawn('nsenter', [`--net=${namespace}`, 'python3', '-c', `${connect} s.recv(1000); s.close()`]);
    const [socket] = (await accepted) as [Socket];
    await once(client, 'exit');
    const transfer = new ProgramTransfer({
      segments: fromPort1({ source: socket.remotePort!, destination: 8080 }),
      client: { node: 'a', namespace },
      server: { node: 'b', namespace },
      program: { name: 'python3', exitCode: () => 0 },
      writtenByServer: () => 1000,
      closedSocket: (node) => (ends) => (node === 'a' ? closed.find('a', ends) : undefined),
    });
    await until('everything to be acknowledged, while the server keeps its end open', () => transfer.isClosed(), {
      withinMs: 10_000,
    });
    socket.resetAndDestroy();
    t.match(transfer.ending(), { outcome: 'completed' });
  },
);

const fromPort1 = (ports = { source: 1, destination: 2 }): FlowSegments =>
  new FlowSegments(
    {
      ...{ family: 'ipv4', protocol: 6, ...ports },
      ...{ sourceAddress: '10.0.0.1', destinationAddress: '10.0.0.2' },
    },
    { names: [], namespace: () => '', claim: () => true },
  );

t.test(
  'what the engine has written is known, although the kernel counts packets that it refused',
  { skip: noNamespaces },
  async (t) => {
    const { namespace } = await programLab(t);
    const info = (counts: Partial<TcpInfo>): TcpInfo => ({
      ...established,
      bytesRetrans: 0,
      notsentBytes: 0,
      ...counts,
    });
    const infos: Readonly<Record<string, TcpInfo>> = {
      a: info({ bytesSent: 82, bytesAcked: 84 }), // the SYN and the FIN
      b: info({ bytesSent: 316_208, bytesAcked: 200_145 }), // the FIN
    };
    const ending = (written: number | undefined) =>
      new ProgramTransfer({
        segments: fromPort1(),
        client: { node: 'a', namespace },
        server: { node: 'b', namespace },
        program: { name: 'curl', exitCode: () => 0 },
        writtenByServer: () => written,
        closedSocket: (node) => (ends) => ({ ...ends, state: 7, inode: 0, cookie: '', info: infos[node]! }),
      }).ending();
    t.strictSame(ending(200_144), { outcome: 'completed' });
    t.match(ending(200_200), { reason: '55 bytes of b were not acknowledged' });
    t.match(ending(undefined), { reason: '116063 bytes of b were not acknowledged' });
  },
);

t.test('the kernel has reported all destroyed sockets once it reports a later one', { skip }, async (t) => {
  const { namespace } = await programLab(t);
  const closed = new NodesClosedSockets(['a'], () => namespace);
  t.ok(await closed.isReported('a'));
  t.strictSame(closed.socketsOf('b'), [], 'a node that nobody watches');
  closed.close();
  t.throws(() => new NodesClosedSockets(['a', 'b'], (node) => (node === 'a' ? namespace : '/nowhere')), {
    code: 'ENOENT',
  });
});

t.test('every node with addresses on the way may translate', async (t) => {
  const bridge = { ...node('bridge', []), bridges: true } as const;
  const nodes = byName(node('a', ['bridge']), bridge, node('b', ['bridge']));
  const context = { ...emptyLab, nodes, watchedNodes: () => [...nodes.keys()] };
  t.strictSame(translatingNodes({ from: 'a', to: 'b' }, context).names, ['a', 'b']);
});

t.test('the bulk end of a program is the one that has written more', async (t) => {
  const wrote = (bytesSent: number, notsentBytes = 0): TcpInfo => ({ ...established, bytesSent, notsentBytes });
  const at = (sender: TcpInfo, receiver: TcpInfo) => [{ atMs: 0, sender, receiver }];
  t.equal(bulkEndOf({}, at(wrote(5000), wrote(80))), 'sender');
  t.equal(bulkEndOf({}, at(wrote(80), wrote(80, 9000))), 'receiver', 'what it has not sent yet counts too');
  t.equal(bulkEndOf({}, []), 'sender', 'in doubt the server');
  t.equal(bulkEndOf({ bytes: 1 }, at(wrote(80), wrote(5000))), 'sender', 'of a request it is known');
  t.equal(lastOf('sender', [...at(wrote(1), wrote(2)), { atMs: 1 }])?.bytesSent, 1);
});
