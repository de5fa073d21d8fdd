import type { Event } from '../events/events.ts';
import type { PcapngWriter } from '../wire/formats/write-pcapng.ts';
import type { CapturedFrame } from '../words/lab/lab.ts';
import type { Verdict } from '../words/language/verdict.ts';

/** What happened when, to be written among the packets of a capture in the order of time. */
export class CaptureAnnotations {
  #waiting: { readonly time: bigint; readonly text: string }[] = [];
  readonly #begun = new Map<number, bigint>();
  #flush: (() => void) | undefined;
  /** Nanoseconds since 1970 at the origin of performance.now(), by the clock that stamps packets. */
  #origin = 0n;

  /** From now on moments are noted; `flush` writes what is there so far. `startedAt` is this very moment on the packets' clock. */
  begin(startedAt: bigint, flush: () => void): void {
    this.#origin = startedAt - sinceOrigin();
    this.#flush = flush;
  }

  end(): void {
    this.#flush = undefined;
  }

  now(): bigint {
    return this.#origin + sinceOrigin();
  }

  note(text: string, time = this.now()): void {
    if (this.#flush) this.#waiting.push({ time, text });
  }

  /** Notes the begin of a step; at its end what it inherited, its verdicts and its result. */
  event(event: Event): void {
    if (event.kind === 'step') {
      this.#flush?.();
      const time = this.now();
      this.#begun.set(event.index, time);
      this.note(`step ${event.index + 1} begins: ${event.name}`, time);
    }
    if (event.kind !== 'step-end') return;
    const step = `step ${event.index + 1}`;
    for (const line of event.inherited) this.note(`${step} found: ${line}`, this.#begun.get(event.index));
    for (const verdict of event.verdicts) this.note(`verdict of ${step}: ${told(verdict)}`);
    this.note(`${step} ends: ${event.result}${event.reason ? ` (${event.reason})` : ''}`);
    this.#flush?.();
  }

  /** Pieces of a pcapng file: these packets, which go on from the last ones, with the moments that were noted meanwhile. */
  *among(frames: readonly CapturedFrame[], { packet, annotation: moment }: PcapngWriter): Generator<Uint8Array> {
    const waiting = this.#waiting.sort((a, b) => Number(a.time - b.time));
    this.#waiting = [];
    let next = 0;
    for (const frame of frames) {
      for (; next < waiting.length && waiting[next]!.time <= frame.time; next++) yield moment(waiting[next]!);
      yield packet(frame);
    }
    for (const left of waiting.slice(next)) yield moment(left);
  }
}

const sinceOrigin = (): bigint => BigInt(Math.round(performance.now() * 1e6));

const told = ({ expectation, family, met, wanted, saw }: Verdict): string => {
  const result = met === null ? 'not judged' : met ? 'met' : 'not met';
  return `${expectation}${family ? ` (${family})` : ''} ${result}: wanted ${wanted}, saw ${saw}`;
};
