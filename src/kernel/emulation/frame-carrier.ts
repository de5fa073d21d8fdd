import type { FrameClass } from '../../words/lab/impairment.ts';
import type { FrameTiming, HeldFrames } from '../../words/lab/node-command.ts';
import { DelayQueue } from './delay-queue.ts';
import { etherTypeAt } from './frame-port.ts';
import type { FrameInput, FrameOutput } from './frame-port.ts';

/** Carries frames from inputs to outputs, each at its time, and remembers how late it was. */
export class FrameCarrier {
  readonly #clock: () => number;
  readonly #random: () => number;
  readonly #directions = new Map<string, Direction>();
  #worstUs = 0;
  #cut = 0;

  /** `clock` gives microseconds, as those of arrivals; `random` numbers of at least 0 and below 1. */
  constructor(clock: () => number, random: () => number) {
    this.#clock = clock;
    this.#random = random;
  }

  /** Begins with a direction, by the name of the device at which its frames leave. */
  add(name: string, input: FrameInput, output: FrameOutput): void {
    this.#directions.set(name, { input, output, timing: undefined, queue: new DelayQueue() });
  }

  has(name: string): boolean {
    return this.#directions.has(name);
  }

  /** Frames that arrive from now on are held so. */
  setTiming(name: string, timing: HeldFrames['timing']): void {
    this.#directions.get(name)!.timing = timing;
  }

  /** Takes what has arrived, sends what is due, and returns when the next frame is due. */
  advance(): number {
    let nextUs = Infinity;
    for (const direction of this.#directions.values()) {
      this.#takeArrived(direction);
      this.#sendDue(direction);
      nextUs = Math.min(nextUs, direction.queue.nextUs);
    }
    return nextUs;
  }

  /** Returns what has happened since the last call: the most by which a frame was late, and how many were too long to be kept. */
  takeFaults(): Faults {
    const faults = { worstUs: Math.round(this.#worstUs), cut: this.#cut };
    this.#worstUs = 0;
    this.#cut = 0;
    return faults;
  }

  close(): void {
    for (const { input, output } of this.#directions.values()) {
      input.close();
      output.close();
    }
  }

  #takeArrived({ input, queue, timing }: Direction): void {
    if (!timing) return;
    for (let frame = input.take(); frame; frame = input.take()) {
      const { bytes, arrivedUs, isCut } = frame;
      if (isCut) {
        this.#cut += 1;
        input.release(bytes);
        continue;
      }
      const { delayMs, duplicate, reorder } = timing[classOf(bytes)];
      const isHeld = delayMs > 0 && !this.#happens(reorder);
      queue.add(arrivedUs + (isHeld ? delayMs * 1000 : 0), { bytes, isDouble: this.#happens(duplicate) });
    }
  }

  #sendDue({ queue, input, output }: Direction): void {
    let now = this.#clock();
    for (let { nextUs } = queue; nextUs <= now; { nextUs } = queue) {
      const { bytes, isDouble } = queue.take();
      output.send(bytes);
      if (isDouble) output.send(bytes);
      input.release(bytes);
      now = this.#clock();
      this.#worstUs = Math.max(this.#worstUs, now - nextUs);
    }
  }

  #happens(percent: FrameTiming['reorder']): boolean {
    return percent > 0 && this.#random() * 100 < percent;
  }
}

export interface Faults {
  readonly worstUs: number;
  readonly cut: number;
}

interface Direction {
  readonly input: FrameInput;
  readonly output: FrameOutput;
  readonly queue: DelayQueue<{ readonly bytes: Buffer; readonly isDouble: boolean }>;
  timing: HeldFrames['timing'] | undefined;
}

const classOf = (frame: Buffer): FrameClass => {
  const etherType = frame.readUInt16BE(etherTypeAt);
  if (etherType === 0x86dd) return 'ipv6';
  return etherType === 0x0800 ? 'ipv4' : 'other';
};
