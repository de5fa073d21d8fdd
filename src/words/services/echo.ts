import { commandInNode } from '../lab/shell-text.ts';
import { fields, integer, optional } from '../language/shape.ts';
import type { ValueOf } from '../language/shape.ts';
import type { Service } from '../language/word.ts';

const shape = fields('an echo server', { port: optional(integer('the UDP port', 1, 65535), 7) });

/** The word `echo` (RFC 862, over UDP). */
export const echo: Service<ValueOf<typeof shape>> = {
  about:
    'Answers each UDP datagram with its bytes, from the address that was asked; answers that are too big for the path are lost until the server learns its MTU.',
  shape,
  example: {},
  listens: ({ port = 7 }) => [{ protocol: 'udp', port }],
  start: ({ port = 7 }, host) => host.answerDatagrams(port, (payload) => ({ payload })),
  byHand: ({ port = 7 }, node) => [commandInNode(node, ['python3', '-c', pythonServer(port)])],
};

/** The same over both families by one socket, which answers from the address that the kernel prefers. */
const pythonServer = (port: number): string =>
  `import socket as k; s=k.socket(k.AF_INET6,k.SOCK_DGRAM); s.bind(("::",${port})); any(s.sendto(*s.recvfrom(65535))<0 for _ in iter(int,1))`;
