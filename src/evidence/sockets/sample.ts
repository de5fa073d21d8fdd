import { tcpIpHeaderBytes, timestampOptionBytes } from '../family.ts';
import type { Family } from '../family.ts';
import type { TcpInfo } from './tcp-info.ts';

/** TCP_INFO of both ends of a flow at one time; an end is absent while its socket does not exist. */
export interface Sample {
  /** Milliseconds since the request. */
  readonly atMs: number;
  readonly sender?: TcpInfo;
  readonly receiver?: TcpInfo;
}

/** The end that sends the bulk, and the end that only answers. */
export type FlowEnd = 'sender' | 'receiver';

/** When an end received its latest acknowledgment; the kernel records the time, so a late sample gives the same result. */
export const ackedAtMs = (end: FlowEnd, samples: readonly Sample[]): number => {
  const { atMs, [end]: info } = samples.at(-1)!;
  return Math.max(samples.at(-2)?.atMs ?? 0, atMs - (info?.lastAckRecvMs ?? 0));
};

/** Length in bytes of an IP packet that carries a full segment of this end. */
export const fullPacketBytes = (family: Family, { sndMss, timestamps }: TcpInfo): number =>
  sndMss + tcpIpHeaderBytes(family) + (timestamps ? timestampOptionBytes : 0);
