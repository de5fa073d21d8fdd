import type { DatagramSocket } from '../lab/datagram-socket.ts';

/** Formats the sockets in a sentence about why they are not judged. */
export const formatUdpPorts = (sockets: readonly DatagramSocket[]): string =>
  sockets.map(({ port, peer }) => `port ${port}${peer ? ` to ${peer.node} port ${peer.port}` : ''}`).join(', ');
