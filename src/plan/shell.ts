import { quoted } from '../words/by-hand.ts';
import type { Command } from '../words/command.ts';
import type { Batch, Numbered } from './batches.ts';

/** One batch as shell text for an sh inside the namespace whose directory is /proc/sys; a failure ends that sh with `fail N`. */
export const render = (batch: Batch, note: Note = silent): string => {
  const { kind, commands } = batch;
  if (kind === 'ip') return fed('ip -batch -', commands, lines(commands, note));
  if (kind === 'nft')
    return fed(
      'nft -f -',
      commands,
      commands.flatMap((each) => [...note(each), nftText(each)]),
    );
  return commands.flatMap((each) => [...note(each), kind === 'sysctl' ? sysctl(each) : argv(each)]).join('\n');
};

/** Comment lines before a command. */
export type Note = (command: Command) => readonly string[];

export const silent: Note = () => [];

/** What every sh of a script knows: how to tell which command failed, so that `explainFailure` finds it. */
export const failFunction = `fail() { echo "mtulab: command $1 failed" >&2; exit 1; }`;

/** The range of numbers that a failing batch tells. */
export const span = (commands: readonly Numbered[]): string => {
  const [first, last] = [commands[0]!.number, commands.at(-1)!.number];
  return first === last ? `${first}` : `${first}-${last}`;
};

/** Lines of an `ip -batch`. */
export const lines = (commands: readonly Numbered[], note: Note = silent): readonly string[] =>
  commands.flatMap((command) => [...note(command), ipLine(command)]);

/** A program fed with lines. */
export const fed = (
  program: string,
  commands: readonly Numbered[],
  text: readonly string[],
  mark = quotedMark,
): string => [`${program} <<${mark} || fail ${span(commands)}`, ...text, 'INPUT'].join('\n');

const quotedMark = "'INPUT'";

const ipLine = (command: Command): string => {
  const words = 'ip' in command ? command.ip : [];
  for (const word of words)
    if (!plain.test(word)) throw new TypeError(`not a word of an ip command: ${JSON.stringify(word)}`);
  return words.join(' ');
};

/** `ip -batch` has quotes and comments of its own; no planned word needs them. */
const plain = /^[A-Za-z0-9:./_%=-]+$/;

const nftText = (command: Command): string => {
  const text = 'nft' in command ? command.nft : '';
  if (!/^[\x20-\x7e\n]*$/.test(text) || /^INPUT$|^JOB$/m.test(text)) throw new TypeError('not a text for nft');
  return text;
};

const sysctl = (command: Numbered): string => {
  if (!('sysctl' in command)) return '';
  const path = pathOf(command.sysctl);
  const write = `${value(command)} >${path} || fail ${command.number}`;
  return command.ifPresent ? `[ ! -e ${path} ] || ${write}` : write;
};

/** A setting of the namespace and nothing else: a name with `/` or `..` in it would reach the host. */
const pathOf = (name: string): string => {
  if (!/^net(\.[A-Za-z0-9_-]+)+$/.test(name))
    throw new TypeError(`not a setting of a namespace: ${JSON.stringify(name)}`);
  return name.replaceAll('.', '/');
};

/** What the kernel starts a namespace with is read from one that is made for it. */
const value = ({ sysctl, value }: Extract<Command, { sysctl: string }>): string =>
  value === null ? `unshare -n cat /proc/sys/${pathOf(inFresh(sysctl))}` : `echo ${quoted(value)}`;

const inFresh = (name: string): string =>
  name.replace(/^(net\.ipv[46]\.(?:conf|neigh))\.to-[a-z0-9-]+\./, '$1.default.');

const argv = (command: Numbered): string =>
  'argv' in command ? `${command.argv.map(quoted).join(' ')} </dev/null || fail ${command.number}` : '';
