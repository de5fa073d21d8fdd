import type { Event } from '../../events/events.ts';

/** A report format; a new one is a file of its own and one line in `kinds.ts`. */
export interface ReportKind {
  /** One phrase that describes the format. */
  readonly about: string;
  /** What the events of a run have only if a report asks for it. */
  readonly needs?: readonly ReportNeed[];
  /** A promise where the format loads a library late. */
  report(io: Io, options: ReportOptions): Report | Promise<Report>;
}

/** `packets`: every step is captured; `samples`: flows have TCP_INFO over time; `topology`: events name the nodes and links of their scenario. */
export type ReportNeed = 'packets' | 'samples' | 'topology';

/** Receives the events of one run as they happen. */
export interface Report {
  event(event: Event): void;
  /** Called after the last event: writes what is still held back. */
  end(): void;
}

/** The output of a report or a command; texts contain their own newlines and were made printable (printable.ts). */
export interface Io {
  /** Data: standard output, or the file of the report. */
  out(content: string | Uint8Array): void;
  /** Everything else: standard error. */
  err(text: string): void;
  /** Aborts when `out` takes nothing more, since its reader has closed its end. */
  readonly ended?: AbortSignal;
  /** Characters of a line, where lines are to be wrapped; absent in a log, where each sentence stays on one line. */
  readonly width?: number | undefined;
}

export interface ReportOptions {
  readonly verbose: boolean;
  readonly colour: boolean;
  /** Columns of the terminal. */
  readonly width: number;
  /** The output is an interactive terminal: show the progress of the run between the lines. */
  readonly interactive: boolean;
  /** The environment: a CI system names its files there. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Opens another file, whose text stays, and returns a function that adds to it. */
  append(path: string): (text: string) => void;
}
