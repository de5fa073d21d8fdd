import type { TcpInfo } from '../../evidence/sockets/tcp-info.ts';
import type { Observation } from '../../words/lab/transfer.ts';
import type { FlowSegments } from './flow-segments.ts';

/** One end of a TCP flow, of the engine or of any program: what can be read of its socket, and whether it can send a small packet. */
export interface Endpoint {
  /** Returns TCP_INFO of the socket now, the last one after a program has closed it; undefined while no socket is known. */
  info(): TcpInfo | undefined;
  /** Turns keepalive probes on or off; returns why that is impossible, undefined where it was done or there is no socket. */
  probe(on: boolean): string | undefined;
}

/** Both ends of a flow, and how packets between them look. */
export interface FlowEnds {
  readonly ends: { readonly client: Endpoint; readonly server: Endpoint };
  readonly ports: Observation['ports'];
  readonly segments: FlowSegments;
  /** Where another node may accept the flow than the one to which the client connects: returns the one that has. */
  readonly holder?: () => string | undefined;
}
