import type { FlowEnd } from '../../evidence/sockets/sample.ts';
import { descriptorOf } from '../system/descriptor.ts';
import { setKeepaliveProbes } from '../system/tcp-sockets.ts';
import type { WatchedFlow } from './watched-flow.ts';

/** Lets the other end send small probes, which the silent end must answer: witnesses on the very same flow. */
export const startKeepaliveProbes = (silent: FlowEnd, flow: WatchedFlow): void => setProbes(silent, flow, true);

/** No more probes of either end. */
export const stopKeepaliveProbes = (flow: WatchedFlow): void => {
  for (const end of ['sender', 'receiver'] as const) setProbes(end, flow, false);
};

const setProbes = (silent: FlowEnd, { request, transfer }: WatchedFlow, on: boolean): void => {
  const { socket, server, port } = transfer.connection;
  const fromServer = (request.kind === 'download') !== (silent === 'sender');
  const end = fromServer ? server.socket(port) : socket;
  const fd = end && descriptorOf(end);
  if (fd !== undefined) setKeepaliveProbes(fd, on);
};
