import type { DatagramOutcome, DatagramRequest, SocketError } from '../../words/lab/datagrams.ts';
import { takeErrors } from '../system/error-queue.ts';
import type { QueuedError } from '../system/error-queue.ts';
import { receiveDatagram, sendDatagram } from '../system/udp-sockets.ts';

/** Each payload begins with the number of its datagram, so that a late answer and a quoted datagram are recognised. */
export class DatagramClient {
  readonly #fd: number;
  readonly #request: DatagramRequest;
  readonly #server: Buffer;
  readonly #outcomes = new Map<number, DatagramOutcome>();
  readonly #errors: SocketError[] = [];
  #latest = 0;

  constructor(fd: number, request: DatagramRequest, server: Buffer) {
    this.#fd = fd;
    this.#request = request;
    this.#server = server;
  }

  send(number: number): void {
    this.#latest = number;
    const payload = Buffer.alloc(this.#request.bytes);
    payload.writeUInt32BE(number);
    const to = this.#request.connected ? null : this.#server;
    for (;;) {
      const refusal = sendDatagram(this.#fd, payload, to);
      const errors = this.#takeErrors();
      if (refusal === undefined) return;
      const isOf = (from: SocketError['origin']): boolean =>
        errors.some(({ origin, error }) => origin === from && error === refusal);
      // An ICMP error for an earlier datagram that arrives just before makes the kernel refuse this one without sending it.
      if (isOf('icmp') && !isOf('local')) continue;
      if (!isOf('local')) this.#errors.push(localError(refusal));
      return void this.#outcomes.set(number, outcomeOfRefusal(refusal));
    }
  }

  read(): void {
    this.#takeErrors();
    for (let received = receiveDatagram(this.#fd); received; received = receiveDatagram(this.#fd)) {
      const { payload, from } = received;
      const isAnswer = isSameAddress(from, this.#server) && payload.length === this.#request.bytes;
      if (isAnswer) this.#outcomes.set(payload.readUInt32BE(), 'answered');
    }
  }

  isSettled(number: number): boolean {
    return this.#outcomes.has(number);
  }

  outcomes(): readonly DatagramOutcome[] {
    return Array.from({ length: this.#request.count }, (_, number) => this.#outcomes.get(number) ?? 'lost');
  }

  errors(): readonly SocketError[] {
    return this.#errors;
  }

  #takeErrors(): readonly QueuedError[] {
    const errors = takeErrors(this.#fd);
    for (const { quoted, ...error } of errors) {
      this.#errors.push(error);
      if (error.origin === 'icmp') this.#settleByIcmp(error, quoted);
    }
    return errors;
  }

  /** A message that quotes too little for the number is about the latest datagram, since each waits for the one before it. */
  #settleByIcmp({ error }: SocketError, quoted: Uint8Array): void {
    const number = quoted.length >= 4 ? Buffer.from(quoted).readUInt32BE() : this.#latest;
    if (!this.#outcomes.has(number)) this.#outcomes.set(number, reported[error] ?? 'lost');
  }
}

/** An error that the local kernel gave without an entry in the error queue. */
export const localError = (error: string): SocketError => ({ error, origin: 'local', type: 0, code: 0 });

/** What an error of connect(2) or send(2) means for a datagram. */
export const outcomeOfRefusal = (error: string): DatagramOutcome => notSent[error] ?? 'lost';

const notSent: Readonly<Record<string, DatagramOutcome>> = {
  EMSGSIZE: 'too-big',
  ENETUNREACH: 'unreachable',
  EHOSTUNREACH: 'unreachable',
  EACCES: 'unreachable',
};

/** What an ICMP error means for the datagram that it quotes; one that was too big for a router was sent, and is lost. */
const reported: Readonly<Record<string, DatagramOutcome>> = {
  ECONNREFUSED: 'refused',
  ENETUNREACH: 'unreachable',
  EHOSTUNREACH: 'unreachable',
  EACCES: 'unreachable',
};

/** Family, port and address; the flow label and the scope of IPv6 do not matter. */
const isSameAddress = (one: Buffer, other: Buffer): boolean => {
  const parts = ([start, end]: readonly [number, number]): boolean =>
    one.subarray(start, end).equals(other.subarray(start, end));
  return (
    one.length === other.length && (one.length === 28 ? [portBytes, ipv6Bytes] : [portBytes, ipv4Bytes]).every(parts)
  );
};

const [portBytes, ipv4Bytes, ipv6Bytes] = [
  [0, 4],
  [4, 8],
  [8, 24],
] as const;
