import { randomInt } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { connect } from 'node:net';
import { MachineError } from '../system/machine-error.ts';
import { firstMessage, framed } from '../system/framed-messages.ts';
import { elapsed } from '../system/until.ts';

/** A DNS server. */
export interface NameServer {
  readonly address: string;
  readonly port: number;
}

/** How a query came, and so how it is passed on: answers that are too long for UDP are cut. */
export type DnsProtocol = 'udp' | 'tcp';

/**
 * Returns a function that asks a DNS server and returns its answer, with the id of the query. Each query has a port of its own and a random id, so
 * that others can hardly guess them (RFC 5452), and two more tries over UDP. Rejects with a MachineError when no answer comes within 4 seconds.
 */
export const upstreamResolver =
  (server: NameServer, signal: AbortSignal) =>
  async (query: Uint8Array, protocol: DnsProtocol): Promise<Buffer> => {
    const ask = protocol === 'udp' ? askDatagram : askStream;
    for (const ms of triesMs[protocol]) {
      const asked = Buffer.from(query);
      asked.writeUInt16BE(randomInt(0x10000));
      const answer = await within(ms, signal, (ended) => ask(asked, server, ended));
      if (answer) {
        answer.set(query.subarray(0, 2));
        return answer;
      }
    }
    throw new MachineError({ what: `${server.address} port ${server.port} did not answer a DNS query` });
  };

/** A datagram is lost sooner than a resolver is slow: a burst of queries fills the buffer of its socket. */
const triesMs: Readonly<Record<DnsProtocol, readonly number[]>> = { udp: [400, 800, 2800], tcp: [4000] };

/** Undefined when the time is over, or when there is no way to the server. */
const within = async <T>(
  ms: number,
  signal: AbortSignal,
  act: (ended: AbortSignal) => Promise<T>,
): Promise<T | undefined> => {
  const ended = new AbortController();
  const either = AbortSignal.any([ended.signal, signal]);
  const over = elapsed(ms, either).then(
    () => undefined,
    () => undefined,
  );
  try {
    return await Promise.race([act(either).catch(() => undefined), over]);
  } finally {
    ended.abort();
    signal.throwIfAborted();
  }
};

/** A connected socket gets datagrams of the server alone, and its ICMP errors. */
const askDatagram = async (query: Buffer, { address, port }: NameServer, ended: AbortSignal): Promise<Buffer> => {
  const socket = createSocket({ type: address.includes(':') ? 'udp6' : 'udp4', signal: ended });
  const failed = once(socket, 'error', { signal: ended }).then(([error]) => Promise.reject(error as Error));
  const answered = (async () => {
    socket.connect(port, address);
    await once(socket, 'connect', { signal: ended });
    socket.send(query);
    for (;;) {
      const [message] = (await once(socket, 'message', { signal: ended })) as [Buffer];
      if (isAnswer(message, query)) return message;
    }
  })();
  return Promise.race([answered, failed]);
};

const askStream = async (query: Buffer, { address, port }: NameServer, ended: AbortSignal): Promise<Buffer> => {
  const socket = connect({ host: address, port, signal: ended });
  socket.write(framed(query));
  let received: Buffer = Buffer.alloc(0);
  for await (const bytes of socket) {
    received = Buffer.concat([received, bytes as Buffer]);
    const message = firstMessage(received);
    if (message && isAnswer(message, query)) return Buffer.from(message);
  }
  throw new MachineError({ what: `${address} closed its connection without an answer` });
};

/** The same id, and the bit QR (RFC 1035 section 4.1.1). */
const isAnswer = (message: Buffer, query: Buffer): boolean =>
  message.length >= dnsHeaderBytes && message.readUInt16BE() === query.readUInt16BE() && (message[2]! & 0x80) !== 0;

const dnsHeaderBytes = 12;
