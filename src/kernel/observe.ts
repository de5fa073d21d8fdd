import type { Episode } from '../evidence/episode.ts';
import { healedBy } from '../evidence/heal.ts';
import { ledgerSince } from '../evidence/ledger-since.ts';
import type { Reading } from '../evidence/reading.ts';
import { silence } from '../evidence/sample.ts';
import type { Sample, Silence } from '../evidence/sample.ts';
import { stall } from '../evidence/stall.ts';
import { tcpInfo } from '../evidence/tcp-info.ts';
import type { TcpInfo } from '../evidence/tcp-info.ts';
import type { Observation, TransferRequest } from '../words/transfer.ts';
import type { Wait } from '../words/wait.ts';
import { descriptorOf } from './descriptor.ts';
import type { Exchange } from './exchange.ts';
import type { Ground } from './ground.ts';
import { observation } from './observation.ts';
import type { Change } from './observation.ts';
import { directionOf, readingOf, watchedNodes, wiresOf } from './reading.ts';
import { probing, tcpInfoOf } from './sockets.ts';
import { until } from './until.ts';

/**
 * Watches one flow from its beginning to its end, whether a step waits for it or not: samples both sockets every 20 ms, reads the ledger
 * when a retransmission timeout has passed, and keeps the stalls that were proved.
 */
export class Observer {
  readonly #watched: Watched;
  readonly #began = performance.now();
  readonly #closed = new AbortController();
  readonly #samples: Sample[] = [];
  readonly #episodes: Episode[] = [];
  readonly #readings: Readings;
  #stalled: Stalled | undefined;
  #moving = false;
  #change: Change | undefined;
  #looking: Promise<boolean> = Promise.resolve(false);
  #broken: unknown;

  constructor(watched: Watched) {
    this.#watched = watched;
    const { ground, request } = watched;
    this.#readings = { nodes: watchedNodes(ground.nodes, request), wires: wiresOf(ground.nodes), examined: 0 };
    void this.#watch();
  }

  /** Waits until `wait` is satisfied, and tells what became of the transfer. */
  async observe(wait: Wait, signal: AbortSignal): Promise<Observation> {
    const [sinceMs, before] = [this.#now(), this.#watched.exchange.received()];
    const deadline = sinceMs + (wait.withinMs ?? Math.max(patienceMs, this.#change?.rtoMs ?? 0) + slackMs);
    const over = () => this.#broken !== undefined || this.#settled(wait) || this.#now() >= deadline;
    await until('the end of a transfer', over, { everyMs: 5, withinMs: Infinity }, signal);
    await this.#look();
    if (this.#broken !== undefined) throw this.#broken;
    const { exchange, request } = this.#watched;
    return observation({
      ...{
        request,
        exchange,
        before,
        sinceMs,
        atMs: this.#now(),
        samples: this.#samples,
        episodes: this.#episodes,
        moving: this.#moving,
      },
      ...(this.#change && { change: this.#change }),
    });
  }

  /** Notes the RTO that stands; what was counted before belongs to the lab as it was. */
  changed(): void {
    const { sender } = this.#sample();
    const silent = silence(this.#samples) !== undefined;
    this.#change = { atMs: this.#now(), rtoMs: sender?.rtoMs ?? 0, acked: sender?.bytesAcked ?? 0, silent };
    const { latest } = this.#readings;
    if (latest) this.#readings.before = latest;
    this.#readings.first = undefined;
  }

  close(): void {
    this.#closed.abort();
  }

  async #watch(): Promise<void> {
    const { signal } = this.#closed;
    try {
      await until('the end of a flow', () => this.#look(), { everyMs: sampleMs, withinMs: Infinity }, signal);
    } catch (problem) {
      if (!signal.aborted) this.#broken = problem;
    }
  }

  /** One look at a time; true when there is nothing more to be seen. */
  async #look(): Promise<boolean> {
    this.#looking = this.#looking.then(() => this.#lookOnce());
    return this.#looking;
  }

  async #lookOnce(): Promise<boolean> {
    if (this.#closed.signal.aborted) return true;
    const sample = this.#sample();
    this.#readings.before ??= await this.#firstReading();
    this.#noteRecovery(sample);
    const now = silence(this.#samples);
    if (this.#stalled && moved(this.#stalled, sample))
      await this.#heal(this.#stalled, sample[this.#stalled.silence.end]!);
    if (!now) this.#moving = false;
    if (!now) this.#rest();
    else if (this.#due(now)) await this.#examine();
    return this.#finished(sample);
  }

  /** Samples that tell nothing new take the place of the last one, so that a flow that stands for minutes stays small. */
  #sample(): Sample {
    const { sender, receiver } = this.#sockets();
    const sample = { atMs: this.#now(), ...(sender && { sender }), ...(receiver && { receiver }) };
    const same = this.#samples.slice(-2).every((old) => sameState(old, sample));
    this.#samples.splice(this.#samples.length - (same && this.#samples.length > 1 ? 1 : 0), 1, sample);
    return sample;
  }

  #sockets(): { sender: TcpInfo | undefined; receiver: TcpInfo | undefined } {
    const { request, exchange } = this.#watched;
    const { socket, server, port } = exchange.connection;
    const [client, accepted] = [socket, server.socket(port)].map((end) => end && infoOf(descriptorOf(end)));
    return request.kind === 'download'
      ? { sender: accepted, receiver: client }
      : { sender: client, receiver: accepted };
  }

  /** What other flows, and earlier transfers over this connection, had counted before this one. */
  async #firstReading(): Promise<Reading> {
    const { ground } = this.#watched;
    const { nodes } = this.#readings;
    return { atMs: this.#now(), ...(await readingOf({ ground, nodes, queues: false }, this.#closed.signal)) };
  }

  #noteRecovery({ atMs, sender }: Sample): void {
    const change = this.#change;
    if (change?.silent && change.recoveredAtMs === undefined && (sender?.bytesAcked ?? 0) > change.acked)
      this.#change = { ...change, recoveredAtMs: atMs };
  }

  /** After each timeout; and now and then while a proof is wanted that small packets must bring (their probes go out once a second). */
  #due({ backoff }: Silence): boolean {
    const { examined, latest } = this.#readings;
    if (backoff > examined) return true;
    const wanting = backoff >= 3 && (!this.#stalled || this.#episodes.at(-1)?.cause.word === 'unknown');
    return wanting && this.#now() - (latest?.atMs ?? 0) >= 250;
  }

  async #examine(): Promise<void> {
    const read = await this.#read();
    const now = silence(this.#samples);
    if (!read || !now) return; // it moved meanwhile
    const { before, first = read, latest } = this.#readings;
    this.#readings.first = first;
    this.#readings.latest = read;
    this.#readings.examined = now.backoff;
    const flow = directionOf(this.#watched.request, now.end);
    const { wires } = this.#readings;
    const cause = stall({ flow, wires, before: before!, first, previous: latest ?? before!, after: read });
    this.#moving = cause === 'moving';
    if (!cause || cause === 'moving') return this.#probe(now.end, true);
    if (!this.#stalled) {
      this.#episodes.push({ fromMs: now.fromMs, cause });
      this.#stalled = { silence: now, then: read.sender!, provedAtMs: this.#now() };
    } else if (cause.word !== 'unknown') this.#episodes.push({ ...this.#episodes.pop()!, cause });
  }

  /** Ledger and sockets as of one moment: read again when something was sent in between. */
  async #read(): Promise<Reading | undefined> {
    for (let attempt = 0; attempt < 3; attempt++) {
      const sample = this.#sample();
      const now = silence(this.#samples);
      if (!now) return undefined;
      const { ground } = this.#watched;
      const { nodes } = this.#readings;
      const { signal } = this.#closed;
      const read = await readingOf({ ground, nodes, queues: now.backoff >= 3 }, signal);
      if (!unmoved(sample, this.#sample())) continue;
      const { sender, receiver } = now.end === 'sender' ? sample : { sender: sample.receiver, receiver: sample.sender };
      return { atMs: sample.atMs, ...read, ...(sender && { sender }), ...(receiver && { receiver }) };
    }
    return undefined;
  }

  async #heal({ silence: was, then }: Stalled, now: TcpInfo): Promise<void> {
    const { ground, request } = this.#watched;
    const { before, nodes } = this.#readings;
    const untilMs = this.#samples.at(-1)!.atMs;
    const read = await readingOf({ ground, nodes, queues: false }, this.#closed.signal);
    const since = ledgerSince(read.ledger, before!.ledger);
    const changed = (this.#change?.atMs ?? -Infinity) >= was.fromMs;
    const healer = healedBy({ node: directionOf(request, was.end).from, then, now, since, changed });
    this.#episodes.push({ ...this.#episodes.pop()!, untilMs, ...(healer && { healedBy: healer }) });
    this.#stalled = undefined;
    this.#readings.latest = { ...read, atMs: untilMs };
    this.#rest();
  }

  /** Something was acknowledged: the next silence is a story of its own. */
  #rest(): void {
    const { examined, latest } = this.#readings;
    if (examined === 0) return;
    if (latest) this.#readings.before = latest;
    this.#readings.examined = 0;
    this.#readings.first = undefined;
    for (const end of ['sender', 'receiver'] as const) this.#probe(end, false);
  }

  /** Lets the other end send small probes, which the silent end must answer: witnesses on the very same flow. */
  #probe(silent: Silence['end'], on: boolean): void {
    const { socket, server, port } = this.#watched.exchange.connection;
    const fromServer = (this.#watched.request.kind === 'download') !== (silent === 'sender');
    const end = fromServer ? server.socket(port) : socket;
    const fd = end && descriptorOf(end);
    if (fd !== undefined) probing(fd, on);
  }

  #settled({ until: awaited }: Wait): boolean {
    const { exchange, request } = this.#watched;
    if (exchange.received() >= request.bytes || exchange.failure() !== undefined) return true;
    if (awaited !== 'evidence' || !this.#stalled) return false;
    return this.#episodes.at(-1)!.cause.word !== 'unknown' || this.#now() - this.#stalled.provedAtMs >= 2000;
  }

  #finished({ sender }: Sample): boolean {
    const { exchange, request } = this.#watched;
    if (exchange.failure() !== undefined && !sender) return true;
    return exchange.received() >= request.bytes && (sender?.unacked ?? 0) === 0;
  }

  #now(): number {
    return performance.now() - this.#began;
  }
}

export interface Watched {
  readonly request: TransferRequest;
  readonly exchange: Exchange;
  readonly ground: Ground;
}

interface Stalled {
  readonly silence: Silence;
  readonly then: TcpInfo;
  readonly provedAtMs: number;
}

interface Readings {
  readonly nodes: readonly string[];
  readonly wires: ReturnType<typeof wiresOf>;
  /** The backoff at which the ledger was read last. */
  examined: number;
  before?: Reading;
  first?: Reading | undefined;
  latest?: Reading;
}

const infoOf = (fd: number | undefined): TcpInfo | undefined => {
  const raw = fd === undefined ? undefined : tcpInfoOf(fd);
  return raw && tcpInfo(raw);
};

const moved = ({ silence: { end, acked } }: Stalled, sample: Sample): boolean => (sample[end]?.bytesAcked ?? 0) > acked;

const unmoved = (a: Sample, b: Sample): boolean =>
  (['sender', 'receiver'] as const).every(
    (end) =>
      a[end]?.totalRetrans === b[end]?.totalRetrans &&
      a[end]?.segsOut === b[end]?.segsOut &&
      a[end]?.bytesAcked === b[end]?.bytesAcked,
  );

const sameState = (a: Sample, b: Sample): boolean =>
  (['sender', 'receiver'] as const).every((end) => telling.every((field) => a[end]?.[field] === b[end]?.[field]));

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

const sampleMs = 20;
const patienceMs = 5000;
/** A timer of HZ 250, a sample every 20 ms, and labs that are built beside this one. */
const slackMs = 400;
