import type { FlowEnd } from '../../evidence/sockets/sample.ts';
import type { WatchedFlow } from './watched-flow.ts';

/**
 * Makes the other end send keepalive probes, which the silent end must answer: they show whether small packets get through. Returns why that
 * is impossible, undefined if it is not.
 */
export const startKeepaliveProbes = (silentEnd: FlowEnd, flow: WatchedFlow): string | undefined =>
  setProbes(silentEnd, flow, true);

/** Stops the keepalive probes of both ends. */
export const stopKeepaliveProbes = (flow: WatchedFlow): void => {
  for (const end of ['sender', 'receiver'] as const) setProbes(end, flow, false);
};

const setProbes = (silentEnd: FlowEnd, { request, transfer }: WatchedFlow, on: boolean): string | undefined => {
  const isServerProbing = (request.kind === 'download') !== (silentEnd === 'sender');
  return transfer.ends[isServerProbing ? 'server' : 'client'].probe(on);
};
