import { X509Certificate, createPrivateKey } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import t from 'tap';
import { applicationProtocol, idleTimeoutMs, largestUdpPayload } from '../../src/kernel/quic/quic-settings.ts';
import { selfSignedCertificate } from '../../src/kernel/quic/self-signed-certificate.ts';
import { capabilityProbes } from '../../src/kernel/machine/capability-probes.ts';
import { runInNamespace } from '../../src/kernel/system/run-in-namespace.ts';
import { quic } from '../../src/words/services/quic.ts';
import type { ServiceHost, ServiceProgram } from '../../src/words/lab/service-host.ts';
import { enterNamespace } from './fixtures/enter-namespace.ts';
import { noNamespaces, temporaryNamespace } from './fixtures/namespace.ts';

// How both behave on a narrow path is shown by scenarios/not-tcp/quic-beside-tcp.yaml.

const hasLibrary = process.arch === 'x64';
const skip = noNamespaces || (!hasLibrary && 'the library has no binary for this processor');
const signal = new AbortController().signal;

t.test('a certificate is signed by its own key, and valid now', async (t) => {
  const { key, cert } = selfSignedCertificate('mtulab');
  const parsed = new X509Certificate(cert);
  t.equal(parsed.subject, 'CN=mtulab');
  t.equal(parsed.issuer, 'CN=mtulab');
  t.ok(parsed.verify(parsed.publicKey));
  t.ok(parsed.checkPrivateKey(createPrivateKey(key)));
  t.ok(Date.parse(parsed.validFrom) < Date.now() && Date.now() < Date.parse(parsed.validTo));
  const other = selfSignedCertificate('mtulab');
  t.notOk(parsed.verify(new X509Certificate(other.cert).publicKey), 'each has a key of its own');
  t.not(parsed.serialNumber, new X509Certificate(other.cert).serialNumber);
  const long = new X509Certificate(selfSignedCertificate('n'.repeat(300)).cert);
  t.equal(long.subject, `CN=${'n'.repeat(300)}`, 'also where lengths take two bytes');
});

t.test('a server and its clients', { skip }, async (t) => {
  const namespace = await temporaryNamespace(t);
  await t.resolves(runInNamespace({ namespace, argv: ['sh', '-ec', capabilityProbes.quic.script] }, signal));
  enterNamespace(namespace);
  const { startQuicServer } = await import('../../src/kernel/quic/quic-server.ts');
  const { downloadOverQuic } = await import('../../src/kernel/quic/quic-client.ts');
  const download = (port: number, bytes: number, limits: { withinMs?: number; silenceMs?: number } = {}) =>
    downloadOverQuic(
      { server: { address: '::1', port }, local: { address: '::1', port: 0 }, bytes, withinMs: 20_000, ...limits },
      signal,
    );
  const server = await startQuicServer({ address: '::1', port: 0, maxDatagramSize: 1200 });

  await t.test('every byte arrives, and all is known of when', async (t) => {
    for (const bytes of [1, 65_536, 300_000]) {
      const { received, handshakeMs = Infinity, lastByteMs = -1, endedMs, error } = await download(server.port, bytes);
      t.equal(received, bytes);
      t.equal(error, undefined);
      t.ok(0 < handshakeMs && handshakeMs <= lastByteMs && lastByteMs <= endedMs);
    }
    t.match(await download(server.port, 0), { received: 0, lastByteMs: undefined, error: undefined });
  });

  await t.test('a download ends when its time is over, with what has arrived', async (t) => {
    const { received, endedMs } = await download(server.port, 2_000_000_000, { withinMs: 500 });
    t.ok(received > 0 && received < 2_000_000_000);
    t.ok(endedMs >= 499);
  });

  await server.close();

  await t.test('without a server nothing arrives, until the silence is too long', async (t) => {
    const { received, handshakeMs, endedMs } = await download(1, 1000, { silenceMs: 300 });
    t.strictSame([received, handshakeMs], [0, undefined]);
    t.ok(endedMs >= 299 && endedMs < 20_000);
    const aborted = AbortSignal.abort(new Error('enough'));
    const ends = { server: { address: '::1', port: 1 }, local: { address: '::1', port: 0 } };
    await t.rejects(downloadOverQuic({ ...ends, bytes: 1, withinMs: 1 }, aborted), { message: 'enough' });
  });

  await t.test('the probe of the service is answered with the versions that exist', async (t) => {
    const started: ServiceProgram[] = [];
    const host = {
      ...{ node: { address: { ipv6: '2001:db8::1', ipv4: '192.0.2.1' } }, commandLine: ['node', 'cli.js'] },
      runProgram: async (program: ServiceProgram) => void started.push(program),
    } as unknown as ServiceHost;
    await quic.start({ 'max-datagram-size': 8000 }, host);
    const [{ probe }] = started as [ServiceProgram];
    const { payload } = probe as { readonly payload: Uint8Array };
    const another = await startQuicServer({ address: '127.0.0.1', port: 0, maxDatagramSize: 1200 });
    const socket = createSocket('udp4');
    socket.send(payload, another.port, '127.0.0.1');
    const [answer] = (await once(socket, 'message')) as [Buffer];
    t.equal(answer.readUInt32BE(1), 0, 'the version of a Version Negotiation packet');
    t.ok(answer.includes(Buffer.from([0, 0, 0, 1])), 'QUIC version 1');
    socket.close();
    await another.close();
  });
});

t.test('both ends agree on their protocol, and forget what is over', async (t) => {
  t.match(applicationProtocol, /^[a-z-]+$/);
  t.equal(largestUdpPayload, 65_527);
  t.ok(idleTimeoutMs >= 10_000);
});
