import type { RunningLabRecord } from '../../kernel/sandbox/running-labs.ts';

/** What a session and the options of `mtulab learn` do with a lesson or a blind case; texts end with a newline. */
export interface Exercise {
  readonly lab: RunningLabRecord;
  /** The present task. */
  show(): string;
  /** Whether the present task asks for an answer; else a change of the lab may complete it. */
  asks(): boolean;
  hasEnded(): boolean;
  /** Checks the present task, and goes on to the next when it is done. */
  check(answer: string | undefined, signal: AbortSignal): Promise<Checked>;
  hint(signal: AbortSignal): Promise<string>;
}

export interface Checked {
  readonly result: 'done' | 'not yet' | 'not judged';
  readonly text: string;
}
