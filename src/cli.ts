#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { Command as Commander, CommanderError, InvalidArgumentError, Option } from 'commander';
import { catalogue } from './commands/catalogue.ts';
import type { Command, Flag, Io, Options } from './commands/command-line/command.ts';
import { exitCode, exitCodes } from './commands/command-line/exit-code.ts';
import { errorMessage } from './commands/command-line/error-message.ts';
import { allWritten, lineWidth, lostOutput, outputEnded, write } from './commands/command-line/standard-streams.ts';
import { printable } from './text/printable.ts';
import { wrapLines } from './text/wrap.ts';

/** argv → command → exit code; until a command is chosen, only commander is loaded. */
const main = async (argv: readonly string[]): Promise<number> => {
  let code = 0;
  const program = new Commander('mtulab')
    .description(
      'A network laboratory for the jumbo first hop, the 1500-byte path, and the transfer that hangs after a healthy handshake.',
    )
    .version(argv.some(isVersionFlag) ? version() : '')
    .addOption(debugOption())
    .enablePositionalOptions()
    .showHelpAfterError('(mtulab --help lists commands and options)')
    .exitOverride()
    .configureOutput(output)
    .addHelpText('after', `\n${exitCodes}`);
  for (const command of candidates(argv[2])) register(program, command, (result) => (code = result));
  try {
    await program.parseAsync(argv);
  } catch (error) {
    return usageExitCode(error);
  }
  return code;
};

/** The commands of that name, or else all of them: registering all takes commander as long as loading it. */
const candidates = (word: string | undefined): readonly Command[] => {
  if (word === undefined) return catalogue;
  const matching = catalogue.filter(({ name, alias }) => name.split(' ')[0] === word || alias === word);
  return matching.length > 0 ? matching : catalogue;
};

const isVersionFlag = (argument: string): boolean => argument === '-V' || argument === '--version';

const version = (): string =>
  (JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string }).version;

const register = (program: Commander, command: Command, end: (code: number) => void): void => {
  const { name, alias, about, args = '', options = [], more, example, hidden, passThrough } = command;
  const [ownName, ...parentNames] = name.split(' ').reverse();
  const parent = parentNames
    .reverse()
    .reduce((at, part) => at.commands.find((sub) => sub.name() === part) ?? at.command(part), program);
  const commander = parent.command(`${ownName} ${args}`.trim(), { hidden: hidden ?? false }).description(about);
  commander.showHelpAfterError(`(mtulab ${name} --help shows its arguments and options)`);
  if (alias) commander.alias(alias);
  if (more) commander.addHelpText('after', () => `\n${wrapLines(more, lineWidth() ?? 80)}`);
  if (example) commander.addHelpText('after', `${more ? '' : '\n'}Example: ${example}`);
  if (passThrough) commander.passThroughOptions();
  for (const flag of options) commander.addOption(optionOf(flag));
  commander.addOption(debugOption().hideHelp());
  const repeatable = options.filter((flag) => flag.repeatable).map((flag) => [optionOf(flag).attributeName(), []]);
  const empty = Object.fromEntries(repeatable) as Options;
  commander.action(async () => {
    const chosen = { ...empty, ...commander.optsWithGlobals() };
    debug = chosen['debug'] === true;
    end(await perform(command, argumentsOf(command, commander.args), chosen));
  });
};

/** A global option: it is accepted before and after the name of a command. */
const debugOption = (): Option => new Option('--debug', 'show the stack trace of an error');

/** Removes the `--` before the program of `exec`, which commander keeps. */
const argumentsOf = ({ passThrough }: Command, args: readonly string[]): readonly string[] =>
  passThrough && args[1] === '--' ? args.toSpliced(1, 1) : args;

const optionOf = ({ flags, about, repeatable, parse, env, fallback, choices }: Flag): Option => {
  const option = new Option(flags, about);
  if (choices) option.choices(choices);
  if (env) option.env(env);
  if (repeatable) option.argParser((text, all?: readonly unknown[]) => [...(all ?? []), parseValue(parse, text)]);
  else if (parse) option.argParser((text) => parseValue(parse, text));
  if (fallback !== undefined) option.default(fallback);
  return option;
};

const parseValue = (parse: Flag['parse'], text: string): unknown => {
  try {
    return parse ? parse(text) : text;
  } catch (error) {
    throw new InvalidArgumentError(errorMessage(error));
  }
};

const perform = async (command: Command, args: readonly string[], options: Options): Promise<number> => {
  running = command;
  exitAtOnce = !command.ownsResources && !command.hidden;
  const { signal, interrupted } = command.ownsResources ? abortOnSignals() : uninterrupted;
  try {
    const { perform } = await command.load();
    const code = await perform(args, options, io, perform.length < 4 ? unused : signal());
    return interrupted() ?? code;
  } catch (error) {
    if (!interrupted()) reportFailure(error, command);
    if (command.hidden) process.exit(5); // what it still holds open would keep it; the sandbox ends with it
    return exitCode({ interrupted: interrupted(), machineFailed: true });
  }
};

/**
 * The first signal asks the command to end in an orderly way; the second ends the process at once, and with it the
 * sandbox.
 */
const abortOnSignals = (): Interruption => {
  const stop = new AbortController();
  let code: 130 | 143 | undefined;
  const listen = (signal: 'SIGINT' | 'SIGTERM', signalCode: 130 | 143): void => {
    process.on(signal, () => {
      if (code) process.exit(signalCode);
      code = signalCode;
      stop.abort(new Error('interrupted'));
    });
  };
  listen('SIGINT', 130);
  listen('SIGTERM', 143);
  return { signal: () => stop.signal, interrupted: () => code };
};

interface Interruption {
  signal(): AbortSignal;
  /** The exit code of the signal that arrived. */
  interrupted(): 130 | 143 | undefined;
}

const uninterrupted: Interruption = { signal: () => new AbortController().signal, interrupted: () => undefined };

/** What a command gets that takes no signal: Node would load the class of it first. */
const unused = undefined as never;

const io: Io = {
  out: (content) => write(1, content),
  err: (text) => write(2, printable(text)),
  get ended() {
    return outputEnded();
  },
  get width() {
    return lineWidth();
  },
};

/** The output of commander; its help is printed without colours. */
const output = {
  writeOut: (text: string) => io.out(text),
  writeErr: (text: string) => io.err(text),
  getOutHelpWidth: () => lineWidth()!,
  getErrHelpWidth: () => lineWidth()!,
  getOutHasColors: () => false,
  getErrHasColors: () => false,
};

/** The exit code for an error of commander, which has already printed it, or for an unexpected error. */
const usageExitCode = (error: unknown): number => {
  if (error instanceof CommanderError)
    return ['commander.version', 'commander.helpDisplayed'].includes(error.code) ? 0 : 2;
  reportFailure(error);
  return 5;
};

/** Set by `--debug`: errors are printed with their stacks. */
let debug = process.argv.includes('--debug');

/** Prints an error once, in one sentence; the outer process of a sandbox names the command of an inner one. */
const reportFailure = (error: unknown, command?: Command): void => {
  if (failureReported) return;
  failureReported = true;
  const name = command?.hidden ? '' : `mtulab${command ? ` ${command.name}` : ''}: `;
  io.err(`${name}${errorMessage(error, { debug })}\n`);
};

let failureReported = false;
let running: Command | undefined;

/** Errors that no caller awaits, such as those of a program that could not be started, end the process all the same. */
for (const event of ['uncaughtException', 'unhandledRejection'] as const)
  process.on(event, (error: unknown) => {
    reportFailure(error, running);
    process.exit(5);
  });

process.on('exit', (code) => {
  const lost = lostOutput();
  if (lost === undefined) return;
  io.err(`mtulab: standard output was not written: ${lost}\n`);
  process.exitCode = exitCode({
    invalidInput: code === 2,
    machineFailed: true,
    ...(isSignalCode(code) && { interrupted: code }),
  });
});

const isSignalCode = (code: number): code is 130 | 143 => code === 130 || code === 143;

/** Commands that own resources, and the inner process, exit when their resources are released. */
let exitAtOnce = true;

// No top-level await: the build turns this into CommonJS, which Node starts a third faster.
void main(process.argv).then((code) => {
  process.exitCode = code;
  if (exitAtOnce && allWritten()) process.exit(); // skips the teardown of V8's heap, a twentieth of the time of a bare start
});
