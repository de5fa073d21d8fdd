import type { FlowEnd } from '../../evidence/sockets/sample.ts';
import { descriptorOf } from '../system/descriptor.ts';
import { setKeepaliveProbes } from '../system/tcp-sockets.ts';
import type { WatchedFlow } from './watched-flow.ts';

/** Makes the other end send keepalive probes, which the silent end must answer: they show whether small packets get through. */
export const startKeepaliveProbes = (silentEnd: FlowEnd, flow: WatchedFlow): void => setProbes(silentEnd, flow, true);

/** Stops the keepalive probes of both ends. */
export const stopKeepaliveProbes = (flow: WatchedFlow): void => {
  for (const end of ['sender', 'receiver'] as const) setProbes(end, flow, false);
};

const setProbes = (silentEnd: FlowEnd, { request, transfer }: WatchedFlow, on: boolean): void => {
  const { socket } = transfer.connection;
  const isServerProbing = (request.kind === 'download') !== (silentEnd === 'sender');
  const probingSocket = isServerProbing ? transfer.connection.accepted() : socket;
  const fd = probingSocket && descriptorOf(probingSocket);
  if (fd !== undefined) setKeepaliveProbes(fd, on);
};
