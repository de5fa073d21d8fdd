import { once } from 'node:events';
import { QUICClient, events } from '@matrixai/quic';
import type { QuicDownload } from '../../words/lab/quic-download.ts';
import { until } from '../system/until.ts';
import { applicationProtocol, idleTimeoutMs, largestUdpPayload, silentLogger } from './quic-settings.ts';

/**
 * Downloads bytes over one QUIC connection, and returns what its application saw once it has all of them, has had none for the allowed
 * silence, or has run out of time. Rejects only where the signal is aborted: a failed connection is a result.
 */
export const downloadOverQuic = async (
  { server, local, bytes, withinMs, silenceMs = Infinity }: QuicDownloadRequest,
  signal: AbortSignal,
): Promise<QuicDownload> => {
  const beganAtMs = epochMs();
  const seen: { handshakeMs?: number; lastByteMs?: number; received: number; error?: string } = { received: 0 };
  let client: QUICClient | undefined;
  let connecting: ReturnType<typeof QUICClient.createQUICClient> | undefined;
  const sinceBegin = (): number => Math.round((epochMs() - beganAtMs) * 10) / 10;
  const download = async (): Promise<void> => {
    connecting = QUICClient.createQUICClient({
      ...{ host: server.address, port: server.port, localHost: local.address, localPort: local.port },
      crypto: { ops: { randomBytes: async (data) => void crypto.getRandomValues(new Uint8Array(data)) } },
      config: {
        ...{ verifyPeer: false, applicationProtos: [applicationProtocol], maxIdleTimeout: idleTimeoutMs },
        maxRecvUdpPayloadSize: largestUdpPayload,
      },
      logger: silentLogger(),
    });
    client = await connecting;
    seen.handshakeMs = sinceBegin();
    const { readable, writable } = client.connection.newStream();
    const writer = writable.getWriter();
    await writer.write(Buffer.from(`${bytes}\n`));
    await writer.close();
    for await (const chunk of readable) {
      seen.received += chunk.length;
      seen.lastByteMs = sinceBegin();
    }
  };
  signal.throwIfAborted();
  let isOver = false;
  void download()
    .catch((reason: unknown) => void (seen.error = textOf(reason)))
    .then(() => void (isOver = true));
  const isTimeOver = (): boolean =>
    sinceBegin() >= Math.min(withinMs, (seen.lastByteMs ?? seen.handshakeMs ?? 0) + silenceMs);
  try {
    await until('the end of the download', () => isOver || isTimeOver(), { withinMs: Infinity }, signal);
    return { beganAtMs, endedMs: sinceBegin(), ...seen };
  } finally {
    if (client) await sendClose(client);
    else connecting?.cancel();
  }
};

/**
 * Closes the connection, so that its server repeats nothing during later steps, and returns once the packet that says so is sent: the library
 * waits three probe timeouts longer (RFC 9000 section 10.2). Node hands a datagram to the kernel before the next turn of its loop.
 */
const sendClose = async (client: QUICClient): Promise<void> => {
  const closing = once(client.connection, events.EventQUICConnectionClose.name); // the packet is made while this is dispatched
  await Promise.race([closing, client.destroy({ force: true }).catch(() => {})]);
  await new Promise((resolve) => void setImmediate(resolve));
};

export interface QuicDownloadRequest {
  readonly server: SocketAddress;
  readonly local: SocketAddress;
  readonly bytes: number;
  /** Milliseconds until it ends whatever has arrived. */
  readonly withinMs: number;
  /** Milliseconds without the handshake, or without another byte, until it ends; no limit by default. */
  readonly silenceMs?: number | undefined;
}

interface SocketAddress {
  readonly address: string;
  readonly port: number;
}

/** Milliseconds since 1970, by the clock that captures have. */
const epochMs = (): number => performance.timeOrigin + performance.now();

/** The innermost message says why. */
const textOf = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? textOf(error.cause) : error.message || error.name;
};
