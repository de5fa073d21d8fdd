import { createSocket } from 'node:dgram';
import type { Socket } from 'node:dgram';
import type { Family } from '../../evidence/family.ts';
import type { NodeView } from '../../words/lab/node-view.ts';
import type { AnswerTo } from '../../words/lab/service-host.ts';
import { udpSocketIn } from '../system/udp-sockets.ts';
import { answerLater } from './answer-later.ts';

/**
 * Answers datagrams to a port of a node. Each address has a socket of its own, so that an answer leaves from the address that was
 * asked (one socket for all addresses would need IP_PKTINFO); throws a MachineError when the port is in use.
 */
export const startDatagramServer = ({ namespace, node, port, answer, received }: DatagramService): DatagramServer => {
  const sockets: Socket[] = [];
  const closed = new AbortController();
  const close = (): void => {
    closed.abort();
    sockets.forEach((socket) => socket.close());
  };
  try {
    for (const [family, address] of addressesOf(node))
      sockets.push(
        answering(family, udpSocketIn({ namespace, family, address, port }), { answer, received }, closed.signal),
      );
  } catch (error) {
    close();
    throw error;
  }
  return { close };
};

export interface DatagramServer {
  close(): void;
}

interface DatagramService {
  /** Path of the network namespace. */
  readonly namespace: string;
  readonly node: Pick<NodeView, 'families' | 'address' | 'shares' | 'interfaces'>;
  readonly port: number;
  readonly answer: AnswerTo;
  /** Called with the sender of each datagram. */
  readonly received?: ((address: string, port: number) => void) | undefined;
}

/** The node's own address, those that it shares, and those of its links. */
const addressesOf = ({
  families,
  address,
  shares = [],
  interfaces,
}: DatagramService['node']): readonly (readonly [Family, string])[] =>
  families.flatMap((family) => {
    const addresses = [address, ...[...shares, ...interfaces].map((each) => each.address)].map((both) => both[family]);
    return [...new Set(addresses)].filter(Boolean).map((each) => [family, each] as const);
  });

const answering = (
  family: Family,
  fd: number,
  { answer, received }: Pick<DatagramService, 'answer' | 'received'>,
  signal: AbortSignal,
): Socket => {
  const socket = createSocket(family === 'ipv6' ? 'udp6' : 'udp4');
  socket.on('error', () => {});
  // An answer that cannot be sent is lost, as a datagram may be.
  socket.on('message', (request, { port, address }) => {
    received?.(address, port);
    answerLater(answer(request), (payload) => socket.send(payload, port, address, () => {}), signal);
  });
  socket.bind({ fd });
  return socket;
};
