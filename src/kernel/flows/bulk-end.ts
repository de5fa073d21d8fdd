import type { FlowEnd, Sample } from '../../evidence/sockets/sample.ts';
import type { TcpInfo } from '../../evidence/sockets/tcp-info.ts';
import type { FlowRequest } from './watched-flow.ts';

/** The end that sends the bulk: of a request it is known, of the flow of a program it is the end that has sent more, or was to send it. */
export const bulkEndOf = ({ bytes }: Pick<FlowRequest, 'bytes'>, samples: readonly Sample[]): FlowEnd => {
  if (bytes !== undefined) return 'sender';
  const [sender, receiver] = (['sender', 'receiver'] as const).map((end) => bytesWritten(lastOf(end, samples)));
  return receiver! > sender! ? 'receiver' : 'sender';
};

/** The last TCP_INFO of an end that had a socket. */
export const lastOf = (end: FlowEnd, samples: readonly Sample[]): TcpInfo | undefined =>
  samples.findLast((sample) => sample[end])?.[end];

/** Bytes that the application of an end has written, those included that were not sent yet; less than any count without a socket. */
export const bytesWritten = (info: TcpInfo | undefined): number =>
  info === undefined ? -1 : (info.bytesSent ?? info.bytesAcked) - (info.bytesRetrans ?? 0) + (info.notsentBytes ?? 0);
