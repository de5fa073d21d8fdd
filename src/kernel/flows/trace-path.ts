import { closeSync } from 'node:fs';
import { minimumIpv6Mtu, udpIpHeaderBytes } from '../../evidence/family.ts';
import type { Family } from '../../evidence/family.ts';
import type { TracedHop, TraceRequest } from '../../words/lab/trace.ts';
import { takeErrors } from '../system/error-queue.ts';
import type { QueuedError } from '../system/error-queue.ts';
import { socketAddress } from '../system/socket-address.ts';
import { receiveDatagram, sendDatagram, setHopLimit, udpClientIn } from '../system/udp-sockets.ts';
import { activeMs, nextTick } from './sampling-clock.ts';

/**
 * Sends packets with DF and rising hop limits, as tracepath does, until the destination answers, and follows each Packet Too Big to
 * a smaller size. Where nobody answers, the smallest packet of the family shows whether the size is to blame; after that the trace
 * continues with it. It never searches for a size, since routers limit the rate of Time Exceeded.
 */
export const tracePath = async (
  request: TraceRequest,
  { namespace, from, to }: TraceEnds,
  signal: AbortSignal,
): Promise<readonly TracedHop[]> => {
  signal.throwIfAborted();
  const { family, port, hops } = request;
  // `probe` sets DF and ignores what the kernel has learned, so that each trace shows the path and not the cache.
  const fd = udpClientIn({ namespace, family, address: from, port, discovery: 'probe' });
  try {
    const probes = new Probes(fd, request, to, signal);
    const found: TracedHop[] = [];
    let size = request.bytes;
    for (let hop = 1; hop <= hops; hop++) {
      setHopLimit(fd, family, hop);
      const traced = await traceHop(probes, size, smallestPacket[family]);
      found.push(traced.hop);
      if (traced.isEnd || isSilent(found)) break;
      size = traced.hop.bytes ?? size;
    }
    return found;
  } finally {
    closeSync(fd);
  }
};

interface TraceEnds {
  /** Path of the sender's network namespace. */
  readonly namespace: string;
  /** Addresses of both ends. */
  readonly from: string;
  readonly to: string;
}

/** One hop limit, with ever smaller packets until one is answered or the smallest is not. */
const traceHop = async (probes: Probes, first: number, smallest: number): Promise<Traced> => {
  let hop: TracedHop = {};
  for (let size = first; ;) {
    const answer = await probes.send(size);
    if (answer === 'refused') return { hop, isEnd: true };
    if (answer && 'isEnd' in answer) return { hop: { ...hop, ...answer.hop, bytes: size }, isEnd: answer.isEnd };
    if (answer && answer.mtu < size && answer.mtu >= smallest) {
      if (answer.node !== undefined) hop = { ...hop, tooBig: { node: answer.node, mtu: answer.mtu } };
      size = answer.mtu;
    } else if (size > smallest) {
      hop = { ...hop, unanswered: size };
      size = smallest;
    } else {
      return { hop, isEnd: false };
    }
  }
};

interface Traced {
  readonly hop: TracedHop;
  readonly isEnd: boolean;
}

/** Nobody is expected behind three hop limits without an answer. */
const isSilent = (found: readonly TracedHop[]): boolean =>
  found.length >= 3 && found.slice(-3).every(({ bytes }) => bytes === undefined);

type Answer = Reached | TooBig | 'refused';

/** A node where the packet ended: by its hop limit, at the destination, or where it cannot get further. */
interface Reached {
  readonly hop: Pick<TracedHop, 'node' | 'unreachable'>;
  readonly isEnd: boolean;
}

/** Without a node, the local kernel: it knows the MTU of its own interface. */
interface TooBig {
  readonly node?: string;
  readonly mtu: number;
}

/** Packets that begin with a number, by which an answer is known to be that of its packet. */
class Probes {
  readonly #fd: number;
  readonly #request: TraceRequest;
  readonly #to: string;
  readonly #signal: AbortSignal;
  #latest = 0;

  constructor(fd: number, request: TraceRequest, to: string, signal: AbortSignal) {
    this.#fd = fd;
    this.#request = request;
    this.#to = to;
    this.#signal = signal;
  }

  /** Sends a packet of that length in bytes; undefined when nobody answers in time, `refused` when the local kernel does not send it. */
  async send(bytes: number): Promise<Answer | undefined> {
    const number = ++this.#latest;
    const refused = this.#sendNow(number, bytes);
    if (refused) return refused;
    const deadline = activeMs() + this.#request.answerWithinMs;
    for (;;) {
      const answer = this.#answerTo(number);
      if (answer || activeMs() >= deadline) return answer;
      await nextTick();
      this.#signal.throwIfAborted();
    }
  }

  #sendNow(number: number, bytes: number): Answer | undefined {
    const { family, destinationPort } = this.#request;
    const payload = Buffer.alloc(bytes - udpIpHeaderBytes(family));
    payload.writeUInt32BE(number);
    for (;;) {
      const refusal = sendDatagram(this.#fd, payload, socketAddress(family, this.#to, destinationPort));
      if (refusal === undefined) return undefined;
      const errors = takeErrors(this.#fd);
      const local = errors.find(({ origin }) => origin === 'local');
      if (local?.mtu !== undefined) return { mtu: local.mtu };
      // The error of an earlier packet that was still pending makes the kernel refuse this one without sending it.
      if (local || errors.every(({ error }) => error !== refusal)) return 'refused';
    }
  }

  #answerTo(number: number): Answer | undefined {
    const error = takeErrors(this.#fd).find(({ quoted }) => numberOf(quoted) === number);
    if (error) return answerOf(error, this.#request.family, this.#to);
    for (let received = receiveDatagram(this.#fd); received; received = receiveDatagram(this.#fd))
      if (numberOf(received.payload) === number) return { hop: { node: this.#to }, isEnd: true };
    return undefined;
  }
}

const numberOf = (payload: Uint8Array): number | undefined =>
  payload.length >= 4 ? Buffer.from(payload).readUInt32BE() : undefined;

const answerOf = ({ error, type, mtu, offender }: QueuedError, family: Family, destination: string): Answer => {
  const node = offender === undefined ? {} : { node: offender };
  if (error === 'EMSGSIZE' && mtu !== undefined) return { ...node, mtu };
  if (type === timeExceeded[family]) return { hop: node, isEnd: false };
  return { hop: { ...node, ...(offender !== destination && { unreachable: true }) }, isEnd: true };
};

/** Types of ICMPv6 and ICMP (RFC 4443 section 3.3, RFC 792). */
const timeExceeded: Readonly<Record<Family, number>> = { ipv6: 3, ipv4: 11 };

/** A packet of this size has to pass everywhere (RFC 8200 section 5), or does wherever TCP works (RFC 791: 576). */
export const smallestPacket: Readonly<Record<Family, number>> = { ipv6: minimumIpv6Mtu, ipv4: 576 };
