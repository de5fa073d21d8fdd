import type { Sample } from '../../evidence/sockets/sample.ts';
import type { Observation } from '../../words/lab/transfer.ts';
import type { Wait } from '../../words/lab/wait.ts';
import { activeMs, nextTick } from './sampling-clock.ts';
import { observationOf } from './observation.ts';
import { pollIntervalMs, timeoutMs } from './polling.ts';
import { labChangeAt, withRecovery } from './recovery.ts';
import type { LabChange } from './recovery.ts';
import { Sampler } from './sampler.ts';
import { StallDetector } from './stall-detector.ts';
import type { WatchedFlow } from './watched-flow.ts';

/**
 * Watches one flow from its beginning to its end, whether a step waits for it or not. Each look takes a sample of both sockets, notes a
 * recovery, and lets the stalls look into a silence; what is seen is kept until somebody asks.
 */
export class FlowObserver {
  readonly #flow: WatchedFlow;
  readonly #sampler: Sampler;
  readonly #stalls: StallDetector;
  #change: LabChange | undefined;
  #waiting = 0;
  #wake = (): void => {};
  #closed = false;
  #broken: unknown;

  constructor(flow: WatchedFlow) {
    this.#flow = flow;
    this.#sampler = new Sampler(flow.request, flow.transfer);
    this.#stalls = new StallDetector(flow, this.#sampler);
    void flow.transfer.ended.then(() => this.#wake());
    void this.#watch();
  }

  /** Waits until `wait` is satisfied, and tells what became of the transfer. */
  async observe(wait: Wait, signal: AbortSignal): Promise<Observation> {
    const [sinceMs, before] = [this.#sampler.now(), this.#flow.transfer.received()];
    this.#look();
    await this.#wait(wait, signal);
    this.#look();
    if (this.#broken !== undefined) throw this.#broken;
    const { request, transfer: exchange } = this.#flow;
    return observationOf({
      ...{ request, exchange, before, sinceMs, atMs: this.#sampler.now() },
      ...{ samples: this.#sampler.samples, episodes: this.#stalls.episodes, moving: this.#stalls.moving() },
      ...(this.#change && { change: this.#change }),
    });
  }

  /** To be called before the lab changes. */
  changing(): void {
    this.#look();
    this.#change = labChangeAt(this.#sampler.samples);
  }

  /** To be called after it: the timeout that stands now bounds a recovery, unless it has come already. */
  changed(): void {
    this.#look();
    if (this.#change?.recoveredAtMs !== undefined) return;
    this.#guarded(() => this.#stalls.changed());
    this.#change = labChangeAt(this.#sampler.samples);
  }

  close(): void {
    this.#closed = true;
  }

  async #watch(): Promise<void> {
    let sample = this.#look();
    while (!this.#closed && sample && !this.#isOver(sample)) {
      const { atMs } = sample;
      await nextTick();
      if (this.#sampler.now() - atMs >= pollIntervalMs(sample, this.#waiting > 0)) sample = this.#look();
    }
  }

  #look(): Sample | undefined {
    if (this.#closed) return undefined;
    return this.#guarded(() => {
      const sample = this.#sampler.take();
      this.#change &&= withRecovery(this.#change, this.#sampler.samples);
      this.#stalls.look(this.#change?.atMs ?? -Infinity);
      return sample;
    });
  }

  /** What goes wrong while nobody waits is told to the next one who does. */
  #guarded<T>(fn: () => T): T | undefined {
    try {
      return fn();
    } catch (problem) {
      this.#broken ??= problem;
      return undefined;
    }
  }

  async #wait(wait: Wait, signal: AbortSignal): Promise<void> {
    const deadline = activeMs() + timeoutMs(wait, this.#change?.rtoMs);
    const undecided = () => wait.withinMs === undefined && this.#stalls.undecided();
    const late = () => activeMs() >= deadline && !undecided();
    const over = () => this.#broken !== undefined || this.#isSettled(wait) || late();
    this.#waiting++;
    try {
      while (!over()) {
        await new Promise<void>((resolve) => void nextTick().then((this.#wake = resolve)));
        signal.throwIfAborted();
      }
    } finally {
      this.#waiting--;
    }
  }

  #isSettled({ until }: Wait): boolean {
    const { transfer: exchange, request } = this.#flow;
    if (exchange.received() >= request.bytes || exchange.failure() !== undefined) return true;
    return until === 'evidence' && this.#stalls.proved();
  }

  #isOver({ sender }: Sample): boolean {
    const { transfer: exchange, request } = this.#flow;
    if (exchange.failure() !== undefined && !sender) return true;
    return exchange.received() >= request.bytes && (sender?.unacked ?? 0) === 0;
  }
}
