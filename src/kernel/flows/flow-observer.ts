import { flowSamples } from '../../evidence/sockets/flow-samples.ts';
import type { FlowSamples } from '../../evidence/sockets/flow-samples.ts';
import type { Sample } from '../../evidence/sockets/sample.ts';
import type { Observation } from '../../words/lab/transfer.ts';
import type { Wait } from '../../words/lab/wait.ts';
import { activeMs, nextTick } from './sampling-clock.ts';
import { bulkEndOf } from './bulk-end.ts';
import { observationOf } from './observation.ts';
import { longestMs, pollIntervalMs, timeoutMs } from './polling.ts';
import { labChangeAt, withRecovery } from './recovery.ts';
import type { LabChange } from './recovery.ts';
import { Sampler } from './sampler.ts';
import { StallDetector } from './stall-detector.ts';
import { hasArrived, isFinished, sendingNodes } from './watched-flow.ts';
import type { WatchedFlow } from './watched-flow.ts';

/**
 * Observes one flow from its beginning to its end, whether or not a step waits for it. Each sample covers both sockets, detects
 * a recovery and updates the stall detector; the results are kept for the next call of `observe`.
 */
export class FlowObserver {
  readonly #flow: WatchedFlow;
  readonly #sampler: Sampler;
  readonly #stalls: StallDetector;
  #change: LabChange | undefined;
  readonly #changes: number[] = [];
  #waitingSteps = 0;
  #wake = (): void => {};
  #closed = false;
  #error: unknown;

  constructor(flow: WatchedFlow) {
    this.#flow = flow;
    this.#sampler = new Sampler(flow.request, flow.transfer);
    this.#stalls = new StallDetector(flow, this.#sampler);
    void flow.transfer.ended.then(() => this.#wake());
    void this.#watch();
  }

  /** Waits until `wait` is satisfied and returns the result of the transfer so far; rejects when sampling has failed. */
  async observe(wait: Wait, signal: AbortSignal): Promise<Observation> {
    const [sinceMs, receivedBefore] = [this.#sampler.elapsedMs(), this.#flow.transfer.received()];
    this.#sample();
    await this.#wait(wait, signal);
    this.#sample();
    if (this.#error !== undefined) throw this.#error;
    const { request, transfer, context } = this.#flow;
    const observation = observationOf({
      ...{ request, transfer, receivedBefore, sinceMs, atMs: this.#sampler.elapsedMs() },
      ...{ samples: this.#sampler.samples, episodes: this.#stalls.episodes, isMoving: this.#stalls.isMoving() },
      isStale: this.#stalls.isStale(),
      ...(this.#change && { change: this.#change }),
    });
    return context.reportsSamples ? { ...observation, samples: this.#samplesForReport() } : observation;
  }

  #samplesForReport(): FlowSamples {
    const { samples, startedAt } = this.#sampler;
    const end = bulkEndOf(this.#flow.request, samples);
    const { from: node } = sendingNodes(this.#flow, end);
    return { node, startedAt, ...flowSamples(samples, end), changes: [...this.#changes] };
  }

  /** Call before the lab is changed. */
  beforeChange(): void {
    this.#sample();
    this.#changes.push(Math.round(this.#sampler.elapsedMs()));
    this.#change = labChangeAt(this.#sampler.samples);
    this.#keepError(() => this.#stalls.beforeChange());
  }

  /** Call after the lab was changed: the current RTO limits a recovery, unless the flow has recovered already. */
  afterChange(): void {
    this.#sample();
    if (this.#change?.recoveredAtMs !== undefined) return;
    this.#keepError(() => this.#stalls.afterChange());
    this.#change = labChangeAt(this.#sampler.samples);
  }

  /** Whether the flow is proved to be stalled at present. */
  isProved(): boolean {
    return this.#stalls.isProved();
  }

  close(): void {
    this.#closed = true;
  }

  async #watch(): Promise<void> {
    let sample = this.#sample();
    while (!this.#closed && sample && !this.#isOver(sample)) {
      const { atMs } = sample;
      await nextTick();
      if (this.#sampler.elapsedMs() - atMs >= pollIntervalMs(sample, this.#waitingSteps > 0)) sample = this.#sample();
    }
  }

  #sample(): Sample | undefined {
    if (this.#closed) return undefined;
    return this.#keepError(() => {
      const sample = this.#sampler.take();
      this.#change &&= withRecovery(this.#change, this.#sampler.samples);
      this.#stalls.update();
      return sample;
    });
  }

  /** An error while no step waits is thrown by the next `observe`. */
  #keepError<T>(fn: () => T): T | undefined {
    try {
      return fn();
    } catch (error) {
      this.#error ??= error;
      return undefined;
    }
  }

  async #wait(wait: Wait, signal: AbortSignal): Promise<void> {
    const beganAt = activeMs();
    const deadline = beganAt + timeoutMs(wait, this.#change?.rtoMs);
    const isUndecided = () => wait.withinMs === undefined && this.#stalls.isUndecided();
    // On a slow machine more time has passed before a change, so that the RTO has grown and the next retransmission comes later.
    const isStale = () => activeMs() < beganAt + longestMs(wait) && this.#stalls.isStale();
    const isLate = () => activeMs() >= deadline && !isUndecided() && !isStale();
    const isOver = () => this.#error !== undefined || this.#isSettled(wait) || isLate();
    this.#waitingSteps++;
    try {
      while (!isOver()) {
        await new Promise<void>((resolve) => void nextTick().then((this.#wake = resolve)));
        signal.throwIfAborted();
      }
    } finally {
      this.#waitingSteps--;
    }
  }

  #isSettled({ until }: Wait): boolean {
    if (isFinished(this.#flow)) return true;
    return until === 'evidence' && this.#stalls.isProved();
  }

  #isOver({ sender }: Sample): boolean {
    if (this.#flow.transfer.failure() !== undefined && !sender) return true;
    return hasArrived(this.#flow) && (sender?.unacked ?? 0) === 0;
  }
}
