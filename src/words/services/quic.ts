import { families } from '../../evidence/family.ts';
import { leastDatagramSize, mostDatagramSize, quicPort } from '../lab/quic-download.ts';
import { fields, integer, optional } from '../language/shape.ts';
import type { ValueOf } from '../language/shape.ts';
import type { Service } from '../language/word.ts';
import type { NodeView } from '../lab/node-view.ts';

const shape = fields('a QUIC server', {
  port: optional(integer('the UDP port', 1, 65535), quicPort),
  'max-datagram-size': optional(
    integer(
      'the largest UDP payload in bytes that it sends (RFC 9000 section 14); the packet is 48 bytes longer over IPv6 and 28 over IPv4',
      leastDatagramSize,
      mostDatagramSize,
    ),
    leastDatagramSize,
  ),
});

type Settings = ValueOf<typeof shape>;

/** The word `quic`: the library opens its sockets itself, so the server is a program of the node. */
export const quic: Service<Settings> = {
  about:
    'Serves downloads over QUIC, in datagrams of a size that it never changes; the kernel may fragment those that exceed a path MTU that it has learned.',
  shape,
  example: { 'max-datagram-size': 8000 },
  needs: ['quic'],
  listens: ({ port = quicPort }) => [{ protocol: 'udp', port }],
  start: async (settings, { node, commandLine, runProgram }) => {
    const { port = quicPort } = settings;
    await runProgram({ argv: serverCommand(settings, node, commandLine), probe: { port, payload: unknownVersion() } });
  },
  byHand: () => [], // Debian has no server that answers such requests
};

/** A server listens at one address after the other, the address that is probed last. */
const serverCommand = (
  { port = quicPort, 'max-datagram-size': size = leastDatagramSize }: Settings,
  { address }: NodeView,
  commandLine: readonly string[],
): readonly string[] => [
  ...[...commandLine, 'quic-serve'],
  ...families
    .map((family) => address[family])
    .filter((each) => each !== '')
    .toReversed(),
  ...['--port', `${port}`, '--max-datagram-size', `${size}`],
];

/**
 * A packet with a long header of a version that does not exist, in a datagram as long as a first one has to be: a server answers with the
 * versions that it has (RFC 9000 section 6).
 */
const unknownVersion = (): Uint8Array => {
  const payload = new Uint8Array(leastDatagramSize);
  const connectionId = [8, ...crypto.getRandomValues(new Uint8Array(8))];
  payload.set([0xc0, 0x1a, 0x2a, 0x3a, 0x4a, ...connectionId, ...connectionId]);
  return payload;
};
