import type { Event } from '../../events/events.ts';

/** One form in which a run can be told; a new one is its file and one line in `kinds.ts`. */
export interface ReportKind {
  /** One phrase for `--help`. */
  readonly about: string;
  report(io: Io, options: ReportOptions): Report;
}

/** Takes the events of one run as they come. */
export interface Report {
  event(event: Event): void;
  /** After the last event: writes what is still held back. */
  end(): void;
}

/** Where a report or a command speaks; texts bring their own newline. */
export interface Io {
  /** Data: standard output, or the file of the report. */
  out(text: string): void;
  /** Everything else: standard error. */
  err(text: string): void;
}

export interface ReportOptions {
  readonly verbose: boolean;
  readonly colour: boolean;
  /** Columns of the terminal. */
  readonly width: number;
  /** Somebody watches a terminal: show what is going on between the lines. */
  readonly lively: boolean;
}
