import type { DatagramSocket } from '../lab/datagram-socket.ts';
import type { Fact } from './fact.ts';
import { countLines } from './format-datagrams.ts';

/** The UDP sockets that a program had; what they sent and got is not known. */
export const udpSockets: Fact<readonly DatagramSocket[]> = {
  format: (sockets) => countLines(sockets.map(formatSocket)),
};

const formatSocket = ({ family, peer, isBrief, doubt }: DatagramSocket): string => {
  const over = family ? ` over ${family === 'ipv6' ? 'IPv6' : 'IPv4'}` : '';
  const path = peer && (peer.pmtu === null ? ', no path MTU learned' : `, learned path MTU ${peer.pmtu}`);
  const where = peer ? `connected to ${peer.node} port ${peer.port}${over}${path}` : `not connected${over}`;
  const brief = isBrief ? ', closed at once' : '';
  return `UDP socket ${where}${brief}${doubt === undefined ? '' : ` (${doubt})`}`;
};
