import type { Io } from '../../reports/model/report.ts';

export type { Io };

/**
 * Does the work of one command of the command line and answers its exit code; `src/commands/NAME.ts` exports it as `perform`.
 * Expected mistakes of the user are written to `io.err` and end with 2; what throws is told as a failure of the machine and ends with 5.
 * `signal` is aborted by Ctrl-C and SIGTERM for commands that own resources; others may leave it out.
 */
export type Perform = (args: readonly string[], options: Options, io: Io, signal: AbortSignal) => Promise<number>;

/** Options by their long name in camelCase (`strictSkip`); a repeatable one is a list of strings and is there even when empty. */
export type Options = Readonly<Record<string, unknown>>;

/** How a command is registered: all that help and argument checks need, and its module only when it is used. */
export interface Command {
  /** `capture show` stands below `capture`, which comes before it. */
  readonly name: string;
  readonly alias?: string;
  /** One sentence for `--help`, without a full stop. */
  readonly about: string;
  /** In commander's syntax: `<file...>` must be given, `[word]` may be. */
  readonly args?: string;
  readonly options?: readonly Flag[];
  /** Stands below the options in its help. */
  readonly more?: string;
  readonly hidden?: true;
  /** It owns processes or namespaces: Ctrl-C and SIGTERM abort its signal, so that it ends in order. */
  readonly owns?: true;
  /** Words after the arguments belong to another program, options included. */
  readonly passThrough?: true;
  load(): Promise<{ readonly perform: Perform }>;
}

/** An option in commander's syntax (`--jobs <n>`) with its sentence. */
export interface Flag {
  readonly flags: string;
  readonly about: string;
  readonly repeatable?: true;
  /** Turns the text into the value; throws an Error whose message says what would be right. */
  readonly parse?: (text: string) => unknown;
  readonly choices?: readonly string[];
  /** Taken from this environment variable when it is not given. */
  readonly env?: string;
  readonly fallback?: unknown;
}
