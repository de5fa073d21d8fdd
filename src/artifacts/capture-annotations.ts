import type { Event } from '../events/events.ts';
import type { PcapngWriter } from '../wire/formats/write-pcapng.ts';
import type { CapturedFrame } from '../words/lab/lab.ts';
import type { Verdict } from '../words/language/verdict.ts';

/**
 * Collects the steps, changes and verdicts of a scenario with their times, and writes them among the packets of its
 * capture, ordered by time.
 */
export class CaptureAnnotations {
  #pending: { readonly time: bigint; readonly text: string }[] = [];
  readonly #stepStarts = new Map<number, bigint>();
  #flush: (() => void) | undefined;
  /** Nanoseconds since 1970 at the origin of performance.now(), by the clock that stamps packets. */
  #origin = 0n;

  /**
   * Starts collecting. `startedAt` is the present time by the packets' clock; `flush` writes what was captured so far.
   */
  begin(startedAt: bigint, flush: () => void): void {
    this.#origin = startedAt - sinceOrigin();
    this.#flush = flush;
  }

  end(): void {
    this.#flush = undefined;
  }

  /** Nanoseconds since 1970, by the packets' clock. */
  now(): bigint {
    return this.#origin + sinceOrigin();
  }

  /** Adds an annotation, unless there is no capture to annotate. */
  note(text: string, time = this.now()): void {
    if (this.#flush) this.#pending.push({ time, text });
  }

  /** Annotates the start of a step, and at its end the state that it inherited, its verdicts and its result. */
  event(event: Event): void {
    if (event.kind === 'step') {
      this.#flush?.();
      const time = this.now();
      this.#stepStarts.set(event.index, time);
      this.note(`step ${event.index + 1} begins: ${event.name}`, time);
    }
    if (event.kind !== 'step-end') return;
    const step = `step ${event.index + 1}`;
    for (const line of event.inherited) this.note(`${step} inherits: ${line}`, this.#stepStarts.get(event.index));
    for (const verdict of event.verdicts) this.note(`verdict of ${step}: ${formatVerdict(verdict)}`);
    this.note(`${step} ends: ${event.result}${event.reason ? ` (${event.reason})` : ''}`);
    this.#flush?.();
  }

  /**
   * Yields pieces of a pcapng file: these frames, which follow the ones written last, and the pending annotations among
   * them.
   */
  *interleave(frames: readonly CapturedFrame[], { packet, annotation }: PcapngWriter): Generator<Uint8Array> {
    const pending = this.#pending.sort((a, b) => Number(a.time - b.time));
    this.#pending = [];
    let next = 0;
    for (const frame of frames) {
      for (; next < pending.length && pending[next]!.time <= frame.time; next++) yield annotation(pending[next]!);
      yield packet(frame);
    }
    for (const rest of pending.slice(next)) yield annotation(rest);
  }
}

const sinceOrigin = (): bigint => BigInt(Math.round(performance.now() * 1e6));

const formatVerdict = ({ expectation, family, met, wanted, saw }: Verdict): string => {
  const result = met === null ? 'not judged' : met ? 'met' : 'not met';
  return `${expectation}${family ? ` (${family})` : ''} ${result}: wanted ${wanted}, saw ${saw}`;
};
