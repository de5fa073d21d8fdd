import { createSocket } from 'node:dgram';
import { closeSync } from 'node:fs';
import { once } from 'node:events';
import t from 'tap';
import type { Family } from '../../../src/evidence/family.ts';
import { DatagramClient, localError, outcomeOfRefusal } from '../../../src/kernel/flows/datagram-client.ts';
import { exchangeDatagrams } from '../../../src/kernel/flows/datagram-exchange.ts';
import { startDatagramServer } from '../../../src/kernel/flows/datagram-server.ts';
import { decodeError } from '../../../src/kernel/system/error-queue.ts';
import { socketAddress } from '../../../src/kernel/system/socket-address.ts';
import { sendDatagram, udpClientIn, udpSocketIn } from '../../../src/kernel/system/udp-sockets.ts';
import { until } from '../../../src/kernel/system/until.ts';
import type { DatagramRequest } from '../../../src/words/lab/datagrams.ts';
import { noNamespaces, temporaryNamespace } from '../fixtures/namespace.ts';
import { node } from '../fixtures/flow.ts';

const addresses = {
  ipv6: ['2001:db8::1', '2001:db8:0:1::1'],
  ipv4: ['192.0.2.1', '198.51.100.1'],
} as const;

/** A node with an address of its own and one of a link. */
const server = {
  ...node('server', []),
  address: { ipv6: addresses.ipv6[0], ipv4: addresses.ipv4[0] },
  interfaces: [
    {
      ...node('server', ['r']).interfaces[0]!,
      address: { ipv6: addresses.ipv6[1], ipv4: addresses.ipv4[1] },
    },
  ],
};

/** All addresses are on lo, where the kernel prefers the first one as a source. */
const addressing = Object.values(addresses)
  .flat()
  .map((address) => `ip addr add ${address}/${address.includes(':') ? '128 nodad' : 32} dev lo`)
  .join('\n');

/** Asks an address from another one of the machine and returns the payload and the sender of the answer. */
const ask = async (namespace: string, family: Family, to: string, payload: string) => {
  const socket = createSocket(family === 'ipv6' ? 'udp6' : 'udp4');
  socket.bind({ fd: udpSocketIn({ namespace, family, address: family === 'ipv6' ? '::1' : '127.0.0.1', port: 0 }) });
  socket.send(payload, 7, to);
  const [answer, { address }] = (await once(socket, 'message')) as [Buffer, { readonly address: string }];
  socket.close();
  return { answer: String(answer), from: address };
};

t.test('datagrams are answered from the address that was asked', { skip: noNamespaces }, async (t) => {
  const namespace = await temporaryNamespace(t, addressing);
  const answer = (request: Uint8Array) => ({ payload: Buffer.concat([Buffer.from('answer to '), request]) });
  const options = { namespace, node: server, port: 7, answer };
  const { close } = startDatagramServer(options);
  t.teardown(close);
  for (const family of ['ipv6', 'ipv4'] as const)
    for (const to of addresses[family])
      t.strictSame(await ask(namespace, family, to, to), { answer: `answer to ${to}`, from: to }, to);
  t.throws(() => startDatagramServer(options), { message: 'bind failed for 2001:db8::1 port 7: EADDRINUSE' });
});

t.test('a closed server frees its port, also after it could not start', { skip: noNamespaces }, async (t) => {
  const namespace = await temporaryNamespace(t, addressing);
  const answer = (payload: Uint8Array) => ({ payload });
  const missing = { ...server, address: { ...server.address, ipv4: '203.0.113.1' } };
  const refused = () => startDatagramServer({ namespace, node: missing, port: 7, answer });
  t.throws(refused, { message: 'bind failed for 203.0.113.1 port 7: EADDRNOTAVAIL' });
  for (const port of [7, 7]) startDatagramServer({ namespace, node: server, port, answer }).close();
});

const request: DatagramRequest = {
  ...{ from: 'server', to: 'server', family: 'ipv6', port: 20_000, destinationPort: 7, bytes: 100, count: 2 },
  ...{ discovery: 'do', connected: true, answerWithinMs: 100 },
};

const { signal } = new AbortController();

t.test('a socket sees what becomes of its datagrams', { skip: noNamespaces }, async (t) => {
  const namespace = await temporaryNamespace(t, `${addressing}\nip link set lo mtu 1500`);
  const { close } = startDatagramServer({ namespace, node: server, port: 7, answer: (payload) => ({ payload }) });
  const silent = startDatagramServer({
    namespace,
    node: server,
    port: 9,
    answer: () => ({ payload: Buffer.alloc(1) }),
  });
  t.teardown(() => [close, silent.close].forEach((end) => end()));
  const refused = { ipv6: { type: 1, code: 4 }, ipv4: { type: 3, code: 3 } };
  for (const [family, [from, to]] of Object.entries(addresses) as [Family, readonly [string, string]][])
    for (const connected of [true, false]) {
      const exchange = async (part: Partial<DatagramRequest>, ends = { namespace, from, to }) =>
        exchangeDatagrams({ ...request, family, connected, ...part }, ends, signal);
      const [pmtu, ports] = [connected ? 1500 : null, { client: 20_000, server: 7 }];
      const name = `${family} ${connected ? 'connected' : 'not connected'}`;
      const answered = ['answered', 'answered'];
      t.strictSame(await exchange({}), { ports, outcomes: answered, pmtu, errors: [] }, name);
      t.strictSame((await exchange({ bytes: 1400, discovery: 'probe' })).outcomes, answered, `${name} at the MTU`);
      t.strictSame((await exchange({ bytes: 8000, discovery: 'want' })).outcomes, answered, `${name} in fragments`);
      const local = { error: 'EMSGSIZE', origin: 'local', type: 0, code: 0, mtu: 1500 };
      t.strictSame(
        await exchange({ bytes: 8000 }),
        { ports, outcomes: ['too-big', 'too-big'], pmtu, errors: [local, local] },
        `${name} over the MTU`,
      );
      const error = { error: 'ECONNREFUSED', origin: 'icmp', ...refused[family], offender: to };
      t.strictSame(
        await exchange({ destinationPort: 8 }),
        { ports: { client: 20_000, server: 8 }, outcomes: ['refused', 'refused'], pmtu, errors: [error, error] },
        `${name} without a server`,
      );
      t.match(await exchange({ destinationPort: 9 }), { outcomes: ['lost', 'lost'], errors: [] }, `${name} unanswered`);
      const nowhere = family === 'ipv6' ? '2001:db8:ff::1' : '203.0.113.1';
      t.match(
        await exchange({}, { namespace, from, to: nowhere }),
        { outcomes: ['unreachable', 'unreachable'], errors: [{ error: 'ENETUNREACH', origin: 'local' }] },
        `${name} without a route`,
      );
    }
  await t.rejects(exchangeDatagrams(request, { namespace, from: '::1', to: '::1' }, AbortSignal.abort()));
});

t.test('an error of an earlier datagram does not refuse the next one', { skip: noNamespaces }, async (t) => {
  const namespace = await temporaryNamespace(t, addressing);
  t.teardown(startDatagramServer({ namespace, node: server, port: 7, answer: (payload) => ({ payload }) }).close);
  const [from, to] = addresses.ipv4;
  const fd = udpClientIn({ namespace, family: 'ipv4', address: from, port: 0, discovery: 'want' });
  t.teardown(() => closeSync(fd));
  const earlier = Buffer.from([0, 0, 0, 99]);
  t.equal(sendDatagram(fd, earlier, socketAddress('ipv4', to, 8)), undefined, 'nothing listens there');
  t.equal(
    sendDatagram(fd, earlier, socketAddress('ipv4', to, 7)),
    'ECONNREFUSED',
    'which the kernel reports at the next call',
  );
  sendDatagram(fd, earlier, socketAddress('ipv4', to, 8));
  const client = new DatagramClient(fd, { ...request, family: 'ipv4', connected: false }, socketAddress('ipv4', to, 7));
  client.send(0);
  await until('the answer', () => (client.read(), client.isSettled(0)), { withinMs: 2000 });
  t.strictSame(client.outcomes(), ['answered', 'lost']);
  t.match(client.errors(), [{ error: 'ECONNREFUSED', origin: 'icmp' }, { error: 'ECONNREFUSED' }]);
});

t.test('only the server answers: a datagram from elsewhere is no answer', { skip: noNamespaces }, async (t) => {
  const namespace = await temporaryNamespace(t, addressing);
  for (const [family, [from, to]] of Object.entries(addresses) as [Family, readonly [string, string]][]) {
    const socketAt = (address: string, port: number): number => {
      const fd = udpClientIn({ namespace, family, address, port, discovery: 'want' });
      t.teardown(() => closeSync(fd));
      return fd;
    };
    const asked = socketAddress(family, to, 7);
    const client = new DatagramClient(socketAt(from, 20_001), { ...request, family, connected: false }, asked);
    const number = (value: number): Buffer => Buffer.concat([Buffer.from([0, 0, 0, value]), Buffer.alloc(96)]);
    const target = socketAddress(family, from, 20_001);
    for (const fd of [socketAt(from, 7), socketAt(to, 9)]) sendDatagram(fd, number(0), target);
    sendDatagram(socketAt(to, 7), number(1), target);
    client.read();
    t.strictSame(client.outcomes(), ['lost', 'answered'], family);
  }
});

/** As the kernel lays them out: cmsghdr, sock_extended_err, the address of the offender. */
const recordedErrors = {
  router:
    '3c00000000000000' +
    '29000000' +
    '19000000' +
    '5a000000' +
    '03020000' +
    'dc050000' +
    '00000000' +
    '0a000000' +
    '00000000' +
    '20010db8000100010000000000000002' +
    '00000000',
  kernel:
    '3000000000000000' + '00000000' + '0b000000' + '5a000000' + '01000000' + 'dc050000' + '00000000' + '0000'.repeat(8),
};

t.test('an entry of the error queue is decoded', async (t) => {
  const quoted = Buffer.from('quoted');
  t.strictSame(decodeError(Buffer.from(recordedErrors.router, 'hex'), quoted), {
    ...{ error: 'EMSGSIZE', origin: 'icmp', type: 2, code: 0, mtu: 1500, offender: '2001:db8:1:1::2', quoted },
  });
  t.strictSame(decodeError(Buffer.from(recordedErrors.kernel, 'hex'), quoted), {
    ...{ error: 'EMSGSIZE', origin: 'local', type: 0, code: 0, mtu: 1500, quoted },
  });
});

t.test('a socket address is encoded as the kernel reads it', async (t) => {
  t.equal(socketAddress('ipv4', '192.0.2.1', 7).toString('hex'), '02000007c00002010000000000000000');
  t.equal(
    socketAddress('ipv6', '2001:db8::1', 53).toString('hex'),
    '0a0000350000000020010db800000000000000000000000100000000',
  );
});

t.test('what the local kernel refuses is too big or unreachable, or lost to a filter', async (t) => {
  t.strictSame(['EMSGSIZE', 'ENETUNREACH', 'EHOSTUNREACH', 'EACCES', 'EPERM'].map(outcomeOfRefusal), [
    ...['too-big', 'unreachable', 'unreachable', 'unreachable', 'lost'],
  ]);
  t.strictSame(localError('EPERM'), { error: 'EPERM', origin: 'local', type: 0, code: 0 });
});
