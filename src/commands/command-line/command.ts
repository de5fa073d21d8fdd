import type { Io } from '../../reports/model/report.ts';

export type { Io };

/**
 * Performs one command and returns its exit code; `src/commands/NAME.ts` exports it as `perform`. It writes mistakes of
 * the user to `io.err` and returns 2; an error that it throws is reported as a failure of the machine, exit code 5.
 * `signal` is aborted by Ctrl-C and SIGTERM for commands that own resources; other commands may ignore it.
 */
export type Perform = (args: readonly string[], options: Options, io: Io, signal: AbortSignal) => Promise<number>;

/**
 * Options by their long name in camelCase (`strictSkip`); a repeatable one is a list of strings, empty when it is not
 * given.
 */
export type Options = Readonly<Record<string, unknown>>;

/** How a command is registered: what help and argument checks need, and how to load its module when it is used. */
export interface Command {
  /** `capture show` is a subcommand of `capture`, which comes before it. */
  readonly name: string;
  readonly alias?: string;
  /** One sentence for `--help`, without a full stop. */
  readonly about: string;
  /** In commander's syntax: `<file...>` is required, `[word]` is optional. */
  readonly args?: string;
  readonly options?: readonly Flag[];
  /** Text below the options in its help. */
  readonly more?: string;
  /** A command to paste, below everything else in its help. */
  readonly example?: string;
  readonly hidden?: true;
  /** It owns processes or namespaces: Ctrl-C and SIGTERM abort its signal, so that it ends in an orderly way. */
  readonly ownsResources?: true;
  /** Everything after the first arguments, options included, belongs to another program. */
  readonly passThrough?: true;
  load(): Promise<{ readonly perform: Perform }>;
}

/** An option in commander's syntax (`--jobs <n>`) and its description. */
export interface Flag {
  readonly flags: string;
  readonly about: string;
  readonly repeatable?: true;
  /** Converts the text into the value; throws an Error whose message states what is expected. */
  readonly parse?: (text: string) => unknown;
  readonly choices?: readonly string[];
  /** The environment variable that supplies the value when the option is not given. */
  readonly env?: string;
  readonly fallback?: unknown;
}
