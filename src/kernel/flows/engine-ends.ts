import type { Socket } from 'node:net';
import { decodeTcpInfo } from '../../evidence/sockets/tcp-info.ts';
import { descriptorOf } from '../system/descriptor.ts';
import { setKeepaliveProbes, tcpInfoOf } from '../system/tcp-sockets.ts';
import type { Endpoint, FlowEnds } from './endpoint.ts';
import type { FlowSegments } from './flow-segments.ts';

/** The ends of a connection of which this process holds both sockets. */
export const engineEnds = (connection: EngineConnection): FlowEnds => ({
  ends: { client: endOf(() => connection.socket), server: endOf(connection.accepted) },
  ports: { client: connection.port, server: connection.target.port },
  segments: connection.segments,
  ...(connection.holder && { holder: connection.holder }),
});

/** The sockets of a connection of the engine. */
interface EngineConnection {
  readonly socket: Socket;
  readonly accepted: () => Socket | undefined;
  readonly port: number;
  readonly target: { readonly port: number };
  readonly segments: FlowSegments;
  readonly holder?: () => string | undefined;
}

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
