import { connect } from 'node:net';
import type { Family } from '../../evidence/family.ts';
import { timestampOptionBytes } from '../../evidence/family.ts';
import { advertisedMss, decodeTcpInfo } from '../../evidence/sockets/tcp-info.ts';
import { decode } from '../../wire/layers/decode.ts';
import type { Tcp } from '../../wire/layers/decoded-packet.ts';
import type { CapturedFrame, LabCapture } from '../../words/lab/lab.ts';
import { startCapture } from '../captures/start-capture.ts';
import { descriptorOf } from '../system/descriptor.ts';
import { ownNamespace } from '../system/network-namespace.ts';
import { systemErrorText } from '../system/system-error-text.ts';
import { tcpInfoOf } from '../system/tcp-sockets.ts';
import { until } from '../system/until.ts';

/** What one TCP handshake of this host showed; MSS options in bytes. */
export interface Handshake {
  readonly outcome: 'established' | 'refused' | 'unanswered' | 'failed';
  /** Why it failed, in the words of the kernel. */
  readonly error?: string;
  readonly sourcePort?: number;
  readonly synMss?: number;
  readonly synAckMss?: number;
  /** A capture shows the options as they were; the socket of this host knows what it offered, and of the answer only a limit. */
  readonly seenBy: 'capture' | 'socket';
  /** Why there was no capture. */
  readonly noCapture?: string;
}

/** Opens one connection, reads the MSS of both ends off the wire, or else out of the socket, and ends it with an RST. */
export const shakeHands = async (request: HandshakeRequest, signal: AbortSignal): Promise<Handshake> => {
  const capture = await captureAt(request.devices, signal);
  const socket = await connectTo(request, signal);
  if (!('drain' in capture)) return { ...socket, seenBy: 'socket', noCapture: capture.reason };
  const { frames } = await capture.stop();
  return { ...socket, ...optionsOnWire(frames, request), seenBy: 'capture' };
};

interface HandshakeRequest {
  readonly family: Family;
  /** The address of the other end. */
  readonly to: string;
  readonly port: number;
  /** The interfaces by which its packets may pass, with their MTU. */
  readonly devices: readonly { readonly name: string; readonly mtu: number }[];
}

/** A capture of headers; or why there is none, which is CAP_NET_RAW for most users. */
const captureAt = async (
  devices: HandshakeRequest['devices'],
  signal: AbortSignal,
): Promise<LabCapture | { readonly reason: string }> => {
  try {
    const places = devices.map(({ name, mtu }) => ({ node: 'here', name, place: name, mtu }));
    return await startCapture({ places, namespace: () => ownNamespace }, signal);
  } catch (error) {
    signal.throwIfAborted();
    return { reason: error instanceof Error ? error.message : String(error) };
  }
};

type SocketView = Omit<Handshake, 'seenBy' | 'noCapture'>;

const connectTo = async ({ family, to, port }: HandshakeRequest, signal: AbortSignal): Promise<SocketView> => {
  let result: SocketView | undefined;
  const socket = connect({ host: to, port, family: family === 'ipv6' ? 6 : 4 });
  socket.once('connect', () => {
    const fd = descriptorOf(socket);
    const sourcePort = socket.localPort;
    result = {
      outcome: 'established',
      ...(sourcePort !== undefined && { sourcePort }),
      ...(fd !== undefined && optionsOfSocket(fd)),
    };
  });
  socket.once('error', (error: NodeJS.ErrnoException) => {
    result ??= { outcome: outcomes[error.code ?? ''] ?? 'failed', error: systemErrorText(error) };
  });
  try {
    return await until('a TCP handshake', () => result, { withinMs: connectWithinMs }, signal);
  } catch {
    signal.throwIfAborted();
    return { outcome: 'unanswered' };
  } finally {
    socket.resetAndDestroy();
  }
};

/** A SYN is sent again after one second, and after two more. */
const connectWithinMs = 3500;

const outcomes: Readonly<Record<string, Handshake['outcome']>> = { ECONNREFUSED: 'refused', ETIMEDOUT: 'unanswered' };

/** The socket knows its own MSS option, less timestamps (tcp_rcv_synsent_state_process). */
const optionsOfSocket = (fd: number): Pick<Handshake, 'synMss'> => {
  const raw = tcpInfoOf(fd);
  const info = raw && decodeTcpInfo(raw);
  return raw && info ? { synMss: advertisedMss(raw) + (info.timestamps ? timestampOptionBytes : 0) } : {};
};

const optionsOnWire = (
  frames: readonly CapturedFrame[],
  { family, to, port }: HandshakeRequest,
): Pick<Handshake, 'synMss' | 'synAckMss' | 'sourcePort'> => {
  const segments = frames.flatMap(({ bytes, originalLength }) => {
    const layers = decode({ bytes, originalLength });
    const ip = layers[family];
    return ip && layers.tcp?.flags?.syn ? [{ ip, tcp: layers.tcp }] : [];
  });
  const syn = segments.findLast(({ ip, tcp }) => ip.destination === to && tcp.destination === port && !tcp.flags?.ack);
  const isAnswer = (tcp: Tcp): boolean => tcp.source === port && tcp.destination === syn?.tcp.source;
  const synAck = segments.findLast(({ ip, tcp }) => ip.source === to && isAnswer(tcp) && tcp.flags?.ack);
  const [synMss, synAckMss] = [syn, synAck].map((segment) => segment?.tcp.options?.mss);
  return {
    ...(syn && { sourcePort: syn.tcp.source }),
    ...(synMss !== undefined && { synMss }),
    ...(synAckMss !== undefined && { synAckMss }),
  };
};
