import { isIP } from 'node:net';
import type { QuicServer } from '../kernel/quic/quic-server.ts';
import { leastDatagramSize, mostDatagramSize, quicPort } from '../words/lab/quic-download.ts';
import type { Perform } from './command-line/command.ts';
import { exitCode } from './command-line/exit-code.ts';

/** `mtulab quic-serve ADDRESS...`: serves downloads over QUIC in the network that it is started in, until it is interrupted. */
export const perform: Perform = async (addresses, options, io, signal) => {
  const port = (options['port'] as number | undefined) ?? quicPort;
  const maxDatagramSize = (options['maxDatagramSize'] as number | undefined) ?? leastDatagramSize;
  const wrong = addresses.find((address) => isIP(address) === 0);
  const isOfRange = maxDatagramSize >= leastDatagramSize && maxDatagramSize <= mostDatagramSize;
  if (wrong !== undefined || !isOfRange) {
    io.err(
      isOfRange
        ? `not an address: ${wrong}; write one such as 2001:db8::1\n`
        : `--max-datagram-size ${maxDatagramSize}: write a number from ${leastDatagramSize} to ${mostDatagramSize}\n`,
    );
    return exitCode({ invalidInput: true });
  }
  const { startQuicServer } = await import('../kernel/quic/quic-server.ts');
  const servers: QuicServer[] = [];
  for (const address of addresses) servers.push(await startQuicServer({ address, port, maxDatagramSize }));
  if (!signal.aborted) await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
  await Promise.all(servers.map((server) => server.close()));
  return 0;
};
