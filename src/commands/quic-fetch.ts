import { isIP } from 'node:net';
import { quicPort } from '../words/lab/quic-download.ts';
import type { Perform } from './command-line/command.ts';
import { exitCode } from './command-line/exit-code.ts';

/** `mtulab quic-fetch URL`: downloads bytes over QUIC and prints what the application saw as a line of JSON. */
export const perform: Perform = async ([url], options, io, signal) => {
  const target = parseUrl(url!);
  if (!target) {
    io.err(`not a URL of an address and a number of bytes: ${url}; write one such as quic://[2001:db8::1]/200000\n`);
    return exitCode({ invalidInput: true });
  }
  const { server, bytes } = target;
  const { downloadOverQuic } = await import('../kernel/quic/quic-client.ts');
  const anyAddress = isIP(server.address) === 6 ? '::' : '0.0.0.0';
  const { localAddress = anyAddress, localPort = 0, within = defaultWithinMs, silence } = options as ClientOptions;
  const local = { address: localAddress, port: localPort };
  const download = await downloadOverQuic({ server, local, bytes, withinMs: within, silenceMs: silence }, signal);
  io.out(`${JSON.stringify({ ...download, bytes })}\n`);
  return download.received === bytes && download.error === undefined ? 0 : exitCode({ machineFailed: true });
};

interface ClientOptions {
  readonly localAddress?: string;
  readonly localPort?: number;
  /** Milliseconds. */
  readonly within?: number;
  readonly silence?: number;
}

const parseUrl = (text: string) => {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const address = url?.hostname.replace(/^\[(.*)\]$/, '$1') ?? '';
  if (url?.protocol !== 'quic:' || isIP(address) === 0 || !/^\/\d{1,12}$/.test(url.pathname)) return undefined;
  return { server: { address, port: Number(url.port || quicPort) }, bytes: Number(url.pathname.slice(1)) };
};

const defaultWithinMs = 30_000;
