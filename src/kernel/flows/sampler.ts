import type { Sample } from '../../evidence/sockets/sample.ts';
import { decodeTcpInfo } from '../../evidence/sockets/tcp-info.ts';
import type { TcpInfo } from '../../evidence/sockets/tcp-info.ts';
import type { TransferRequest } from '../../words/lab/transfer.ts';
import { descriptorOf } from '../system/descriptor.ts';
import type { HttpTransfer } from './http-transfer.ts';
import { tcpInfoOf } from '../system/tcp-sockets.ts';

/** Takes samples of both sockets of a flow, and keeps those that tell something. */
export class Sampler {
  readonly samples: Sample[] = [];
  readonly #request: TransferRequest;
  readonly #exchange: HttpTransfer;
  readonly #began = performance.now();

  constructor(request: TransferRequest, exchange: HttpTransfer) {
    this.#request = request;
    this.#exchange = exchange;
  }

  /** Milliseconds since the request. */
  now(): number {
    return performance.now() - this.#began;
  }

  /** A sample that tells nothing new takes the place of the last one, so that a flow that stands for minutes stays small. */
  take(): Sample {
    const sample = { atMs: this.now(), ...this.#ends() };
    const same = this.samples.length > 1 && this.samples.slice(-2).every((old) => sameState(old, sample));
    if (same) this.samples.pop();
    this.samples.push(sample);
    return sample;
  }

  #ends(): Omit<Sample, 'atMs'> {
    const { socket, server, port } = this.#exchange.connection;
    const accepted = server.socket(port);
    const [client, served] = [infoOf(descriptorOf(socket)), accepted && infoOf(descriptorOf(accepted))];
    const [sender, receiver] = this.#request.kind === 'download' ? [served, client] : [client, served];
    return { ...(sender && { sender }), ...(receiver && { receiver }) };
  }
}

/** Whether nothing was sent or acknowledged between two samples. */
export const isUnchanged = (a: Sample, b: Sample): boolean => same(['totalRetrans', 'segsOut', 'bytesAcked'], a, b);

const sameState = (a: Sample, b: Sample): boolean => same(telling, a, b);

const same = (fields: readonly (keyof TcpInfo)[], a: Sample, b: Sample): boolean =>
  (['sender', 'receiver'] as const).every((end) => fields.every((field) => a[end]?.[field] === b[end]?.[field]));

const telling = [
  'state',
  'bytesAcked',
  'bytesReceived',
  'unacked',
  'backoff',
  'sndMss',
  'pmtu',
  'totalRetrans',
] as const;

const infoOf = (fd: number | undefined): TcpInfo | undefined => {
  const raw = fd === undefined ? undefined : tcpInfoOf(fd);
  return raw && decodeTcpInfo(raw);
};
