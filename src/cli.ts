#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { Command as Commander, CommanderError, InvalidArgumentError, Option } from 'commander';
import { catalogue } from './commands/catalogue.ts';
import type { Command, Flag, Io, Options } from './commands/command-line/command.ts';
import { exitCode, exitCodes } from './commands/command-line/exit-code.ts';
import { errorMessage } from './commands/command-line/error-message.ts';
import { allWritten, columns, write } from './commands/command-line/standard-streams.ts';

/** argv → command → exit code; nothing but commander is loaded before a command is chosen. */
const main = async (argv: readonly string[]): Promise<number> => {
  let code = 0;
  const program = new Commander('mtulab')
    .description(
      'A laboratory for the jumbo first hop, the 1500-byte path, and the transfer that hangs after a healthy handshake.',
    )
    .version(version())
    .enablePositionalOptions()
    .showHelpAfterError('(mtulab --help lists commands and options)')
    .exitOverride()
    .configureOutput(output)
    .addHelpText('after', `\n${exitCodes}`);
  for (const command of asked(argv[2])) register(program, command, (ended) => (code = ended));
  try {
    await program.parseAsync(argv);
  } catch (error) {
    return ending(error);
  }
  return code;
};

/** A command that is called by its name needs none of the others; making them all takes commander as long as loading it. */
const asked = (word: string | undefined): readonly Command[] => {
  const named = catalogue.filter(({ name, alias }) => name.split(' ')[0] === word || alias === word);
  return named.length > 0 ? named : catalogue;
};

const version = (): string =>
  (JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string }).version;

const register = (program: Commander, command: Command, end: (code: number) => void): void => {
  const { name, alias, about, args = '', options = [], more, hidden, passThrough } = command;
  const [own, ...above] = name.split(' ').reverse();
  const under = above
    .reverse()
    .reduce((at, part) => at.commands.find((one) => one.name() === part) ?? at.command(part), program);
  const commander = under.command(`${own} ${args}`.trim(), { hidden: hidden ?? false }).description(about);
  commander.showHelpAfterError(`(mtulab ${name} --help says what it takes)`);
  if (alias) commander.alias(alias);
  if (more) commander.addHelpText('after', `\n${more}`);
  if (passThrough) commander.passThroughOptions();
  for (const flag of options) commander.addOption(optionOf(flag));
  const repeatable = options.filter((flag) => flag.repeatable).map((flag) => [optionOf(flag).attributeName(), []]);
  const empty = Object.fromEntries(repeatable) as Options;
  commander.action(async () =>
    end(await perform(command, wordsOf(command, commander.args), { ...empty, ...commander.opts() })),
  );
};

/** `--` may stand before the program of `exec`; commander leaves it there. */
const wordsOf = ({ passThrough }: Command, args: readonly string[]): readonly string[] =>
  passThrough && args[1] === '--' ? args.toSpliced(1, 1) : args;

const optionOf = ({ flags, about, repeatable, parse, env, fallback, choices }: Flag): Option => {
  const option = new Option(flags, about);
  if (choices) option.choices(choices);
  if (env) option.env(env);
  if (repeatable) option.argParser((text, all?: readonly unknown[]) => [...(all ?? []), checked(parse, text)]);
  else if (parse) option.argParser((text) => checked(parse, text));
  if (fallback !== undefined) option.default(fallback);
  return option;
};

const checked = (parse: Flag['parse'], text: string): unknown => {
  try {
    return parse ? parse(text) : text;
  } catch (error) {
    throw new InvalidArgumentError(errorMessage(error));
  }
};

const perform = async (command: Command, args: readonly string[], options: Options): Promise<number> => {
  ownsNothing = !command.owns && !command.hidden;
  const { signal, interrupted } = command.owns ? interruptible() : { signal: never, interrupted: () => undefined };
  try {
    const { perform } = await command.load();
    const code = await perform(args, options, io, signal);
    return interrupted() ?? code;
  } catch (error) {
    if (!interrupted()) io.err(`mtulab ${command.name}: ${errorMessage(error)}\n`);
    return exitCode({ interrupted: interrupted(), machineFailed: true });
  }
};

/** The first signal asks the command to end in order; the second ends the process at once, and the sandbox dies with it. */
const interruptible = (): { signal: AbortSignal; interrupted: () => 130 | 143 | undefined } => {
  const stop = new AbortController();
  let code: 130 | 143 | undefined;
  const on = (name: 'SIGINT' | 'SIGTERM', itsCode: 130 | 143): void => {
    process.on(name, () => {
      if (code) process.exit(itsCode);
      code = itsCode;
      stop.abort(new Error('interrupted'));
    });
  };
  on('SIGINT', 130);
  on('SIGTERM', 143);
  return { signal: stop.signal, interrupted: () => code };
};

const never = new AbortController().signal;

const io: Io = { out: (text) => write(1, text), err: (text) => write(2, text) };

/** Where commander writes; its help has no colours. */
const output = {
  writeOut: io.out,
  writeErr: io.err,
  getOutHelpWidth: () => columns(1)!,
  getErrHelpWidth: () => columns(2)!,
  getOutHasColors: () => false,
  getErrHasColors: () => false,
};

/** commander has already said what is wrong with the command line. */
const ending = (error: unknown): number => {
  if (error instanceof CommanderError)
    return ['commander.version', 'commander.helpDisplayed'].includes(error.code) ? 0 : 2;
  io.err(`mtulab: ${errorMessage(error)}\n`);
  return 5;
};

/** Commands that own something, or are owned, end when that is gone. */
let ownsNothing = true;

// No await at the top: the build makes CommonJS of this, which Node starts a third faster.
void main(process.argv).then((code) => {
  process.exitCode = code;
  if (ownsNothing && allWritten()) process.exit(); // without taking V8's heap apart, a twentieth of a bare start
});
