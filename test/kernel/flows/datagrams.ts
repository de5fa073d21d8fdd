import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import t from 'tap';
import type { Family } from '../../../src/evidence/family.ts';
import { startDatagramServer } from '../../../src/kernel/flows/datagram-server.ts';
import { socketAddress } from '../../../src/kernel/system/socket-address.ts';
import { udpSocketIn } from '../../../src/kernel/system/udp-sockets.ts';
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
  const answer = (request: Uint8Array): Uint8Array => Buffer.concat([Buffer.from('answer to '), request]);
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
  const answer = (request: Uint8Array): Uint8Array => request;
  const missing = { ...server, address: { ...server.address, ipv4: '203.0.113.1' } };
  const refused = () => startDatagramServer({ namespace, node: missing, port: 7, answer });
  t.throws(refused, { message: 'bind failed for 203.0.113.1 port 7: EADDRNOTAVAIL' });
  for (const port of [7, 7]) startDatagramServer({ namespace, node: server, port, answer }).close();
});

t.test('a socket address is encoded as the kernel reads it', async (t) => {
  t.equal(socketAddress('ipv4', '192.0.2.1', 7).toString('hex'), '02000007c00002010000000000000000');
  t.equal(
    socketAddress('ipv6', '2001:db8::1', 53).toString('hex'),
    '0a0000350000000020010db800000000000000000000000100000000',
  );
});
