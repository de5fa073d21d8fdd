import type { Sample } from '../../evidence/sockets/sample.ts';
import type { TcpInfo } from '../../evidence/sockets/tcp-info.ts';
import type { FlowRequest, WatchedTransfer } from './watched-flow.ts';

/** Samples both sockets of a flow and keeps the samples that differ. */
export class Sampler {
  readonly samples: Sample[] = [];
  readonly #request: FlowRequest;
  readonly #transfer: WatchedTransfer;
  readonly #started = performance.now();

  constructor(request: FlowRequest, transfer: WatchedTransfer) {
    this.#request = request;
    this.#transfer = transfer;
  }

  /** When the request was made, in milliseconds since 1970. */
  readonly startedAt = Math.round((performance.timeOrigin + this.#started) * 1000) / 1000;

  /** Milliseconds since the request. */
  elapsedMs(): number {
    return performance.now() - this.#started;
  }

  /** Takes a sample; one without news replaces the last, so a flow that is silent for minutes keeps few samples. */
  take(): Sample {
    const sample = { atMs: this.elapsedMs(), ...this.#readEnds() };
    const isRepeated = this.samples.length > 1 && this.samples.slice(-2).every((old) => isSameState(old, sample));
    if (isRepeated) this.samples.pop();
    this.samples.push(sample);
    return sample;
  }

  #readEnds(): Omit<Sample, 'atMs'> {
    const { ends, segments } = this.#transfer;
    const client = ends.client.info();
    let server = ends.server.info();
    if (this.#transfer.connected() && !(server && segments.isWhole)) {
      segments.find();
      server ??= ends.server.info(); // a short transfer has no later sample
    }
    const [sender, receiver] = this.#request.kind === 'download' ? [server, client] : [client, server];
    return { ...(sender && { sender }), ...(receiver && { receiver }) };
  }
}

/** Whether nothing was sent or acknowledged between two samples. */
export const isUnchanged = (a: Sample, b: Sample): boolean =>
  isEqualIn(['totalRetrans', 'segsOut', 'bytesAcked'], a, b);

const isSameState = (a: Sample, b: Sample): boolean => isEqualIn(stateFields, a, b);

const isEqualIn = (fields: readonly (keyof TcpInfo)[], a: Sample, b: Sample): boolean =>
  (['sender', 'receiver'] as const).every((end) => fields.every((field) => a[end]?.[field] === b[end]?.[field]));

const stateFields = [
  'state',
  'bytesAcked',
  'bytesReceived',
  'unacked',
  'backoff',
  'sndMss',
  'pmtu',
  'totalRetrans',
] as const;
