import { createHmac, timingSafeEqual } from 'node:crypto';
import { QUICServer, events } from '@matrixai/quic';
import type { QUICStream } from '@matrixai/quic';
import { applicationProtocol, idleTimeoutMs, largestUdpPayload, silentLogger } from './quic-settings.ts';
import { selfSignedCertificate } from './self-signed-certificate.ts';

/**
 * Serves bodies over QUIC (RFC 9000) at one address: a request is a line with a number of bytes on a stream of its own, which answers with as
 * many. Rejects when it cannot listen. The kernel may fragment its datagrams, as Node leaves IP_MTU_DISCOVER at WANT.
 */
export const startQuicServer = async ({ address, port, maxDatagramSize }: QuicServerSettings): Promise<QuicServer> => {
  const { key, cert } = selfSignedCertificate('mtulab');
  const server = new QUICServer({
    crypto: { key: crypto.getRandomValues(new Uint8Array(32)).buffer, ops: { sign: signToken, verify: verifyToken } },
    config: {
      ...{ key, cert, verifyPeer: false, applicationProtos: [applicationProtocol], maxIdleTimeout: idleTimeoutMs },
      ...{ maxSendUdpPayloadSize: maxDatagramSize, maxRecvUdpPayloadSize: largestUdpPayload },
    },
    logger: silentLogger(),
  });
  server.addEventListener(events.EventQUICServerConnection.name, (event: Event) => {
    const { detail: connection } = event as InstanceType<typeof events.EventQUICServerConnection>;
    connection.addEventListener(events.EventQUICConnectionStream.name, (event: Event) => {
      const { detail: stream } = event as InstanceType<typeof events.EventQUICConnectionStream>;
      answer(stream).catch(() => {}); // its client is gone
    });
  });
  await server.start({ host: address, port });
  return { port: server.port, close: () => server.stop({ force: true }) };
};

export interface QuicServerSettings {
  /** IPv6 or IPv4. */
  readonly address: string;
  readonly port: number;
  /** The largest UDP payload in bytes that it sends; 1200 is the least that QUIC may have (RFC 9000 section 14). */
  readonly maxDatagramSize: number;
}

export interface QuicServer {
  readonly port: number;
  close(): Promise<void>;
}

const answer = async ({ readable, writable }: QUICStream): Promise<void> => {
  let line = '';
  for await (const chunk of readable) line += Buffer.from(chunk).toString('latin1');
  const bytes = /^\d{1,12}\n$/.test(line) ? Number(line) : 0;
  const writer = writable.getWriter();
  for (let left = bytes; left > 0; left -= chunkBytes) {
    await writer.write(new Uint8Array(Math.min(left, chunkBytes)));
  }
  await writer.close();
};

const chunkBytes = 65_536;

/** The tokens of RFC 9000 section 8.1, by which an address is validated. */
const signToken = async (key: ArrayBuffer, data: ArrayBuffer): Promise<ArrayBuffer> => {
  const digest = createHmac('sha256', Buffer.from(key)).update(Buffer.from(data)).digest();
  return Uint8Array.from(digest).buffer;
};

const verifyToken = async (key: ArrayBuffer, data: ArrayBuffer, signature: ArrayBuffer): Promise<boolean> => {
  const [expected, given] = [Buffer.from(await signToken(key, data)), Buffer.from(signature)];
  return expected.length === given.length && timingSafeEqual(expected, given);
};
