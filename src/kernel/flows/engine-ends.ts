import type { Socket } from 'node:net';
import { decodeTcpInfo } from '../../evidence/sockets/tcp-info.ts';
import { descriptorOf } from '../system/descriptor.ts';
import { setKeepaliveProbes, tcpInfoOf } from '../system/tcp-sockets.ts';
import type { Endpoint, FlowEnds } from './endpoint.ts';
import type { Connection } from './http-transfer.ts';

/** The ends of a connection of which this process holds both sockets. */
export const engineEnds = (connection: Connection): FlowEnds => ({
  ends: { client: endOf(() => connection.socket), server: endOf(connection.accepted) },
  ports: { client: connection.port, server: connection.target.port },
  segments: connection.segments,
  ...(connection.holder && { holder: connection.holder }),
});

const endOf = (socket: () => Socket | undefined): Endpoint => {
  const fd = (): number | undefined => {
    const open = socket();
    return open && descriptorOf(open);
  };
  return {
    info: () => {
      const open = fd();
      const raw = open === undefined ? undefined : tcpInfoOf(open);
      return raw && decodeTcpInfo(raw);
    },
    probe: (on) => {
      const open = fd();
      if (open !== undefined) setKeepaliveProbes(open, on);
      return undefined;
    },
  };
};
