import { Resolver } from 'node:dns/promises';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import type { Family } from '../evidence/family.ts';
import { connectByName } from '../kernel/clients/happy-eyeballs.ts';
import type { ClientEvent, ClientNetwork } from '../kernel/clients/happy-eyeballs.ts';
import type { Perform } from './command-line/command.ts';
import { exitCode } from './command-line/exit-code.ts';

/** `mtulab connect URL`: fetches a page as a client of RFC 8305 does, from the network that it is started in, and prints what happens. */
export const perform: Perform = async ([url], options, io, signal) => {
  const target = parseUrl(url!);
  if (!target) {
    io.err(`not an http URL: ${url}; write one such as http://server.lab.test/bytes/1000\n`);
    return exitCode({ invalidInput: true });
  }
  const began = performance.now();
  const print = (event: object): void =>
    io.out(`${JSON.stringify({ ms: Math.round((performance.now() - began) * 10) / 10, ...event })}\n`);
  const delays = {
    resolution: options['resolutionDelay'] as number | undefined,
    attempt: options['attemptDelay'] as number | undefined,
  };
  try {
    const socket = await connectByName(networkOf(target, print), delays, signal);
    print({ event: 'body', bytes: await fetchBody(socket, target, signal) });
    return 0;
  } catch (error) {
    signal.throwIfAborted();
    io.err(`${error instanceof Error ? error.message : String(error)}\n`);
    return exitCode({ machineFailed: true });
  }
};

interface Target {
  readonly host: string;
  readonly port: number;
  readonly path: string;
}

const parseUrl = (text: string): Target | undefined => {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol !== 'http:') return undefined;
  return { host: url.hostname, port: Number(url.port || 80), path: `${url.pathname}${url.search}` };
};

/** c-ares asks the servers of resolv.conf, each question on its own; it reads no hosts file. */
const networkOf = ({ host, port }: Target, log: (event: ClientEvent) => void): ClientNetwork<Socket> => {
  const resolver = new Resolver();
  return {
    log,
    resolve: (family) => (family === 'ipv6' ? resolver.resolve6(host) : resolver.resolve4(host)),
    connect: async (_: Family, address, signal) => {
      const socket = connect({ host: address, port });
      const cancel = (): void => void socket.destroy(new Error('cancelled'));
      signal.addEventListener('abort', cancel, { once: true });
      return new Promise((resolve, reject) => {
        socket.once('error', reject);
        socket.once('connect', () => {
          signal.removeEventListener('abort', cancel);
          if (signal.aborted) socket.destroy();
          resolve(socket);
        });
      });
    },
  };
};

/** Returns the bytes of the body; rejects when the connection ends before as many as the header promises. */
const fetchBody = async (socket: Socket, { host, path }: Target, signal: AbortSignal): Promise<number> => {
  const cancel = (): void => void socket.destroy(new Error('cancelled'));
  signal.addEventListener('abort', cancel, { once: true });
  socket.write(`GET ${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
  let head = '';
  let bytes = 0;
  let expected = Infinity;
  for await (const chunk of socket) {
    const text = expected === Infinity ? (head += (chunk as Buffer).toString('latin1')) : '';
    const end = text.indexOf('\r\n\r\n');
    if (expected < Infinity) bytes += (chunk as Buffer).length;
    else if (end >= 0) {
      expected = Number(/content-length: *(\d+)/i.exec(text)?.[1] ?? NaN);
      bytes = text.length - end - 4;
    }
    if (bytes >= expected) break;
  }
  socket.destroy();
  if (!/^HTTP\/1\.\d 200 /.test(head)) throw new Error(`the server answered ${head.split('\r\n', 1)[0] || 'nothing'}`);
  if (bytes !== expected) throw new Error(`${bytes} of ${expected} bytes arrived`);
  return bytes;
};
