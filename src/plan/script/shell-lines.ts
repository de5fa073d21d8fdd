import { shellQuote } from '../../text/shell-quote.ts';
import type { NodeCommand } from '../../words/lab/node-command.ts';
import type { Batch, NumberedCommand } from './batches.ts';

/** One batch as shell text for an sh inside the namespace whose directory is /proc/sys; a failure ends that sh with `fail N`. */
export const renderBatch = (batch: Batch, note: CommandComment = noComment): string => {
  const { kind, commands } = batch;
  if (kind === 'ip') return hereDocument({ program: 'ip -batch -', commands, text: shellLines(commands, note) });
  if (kind === 'nft')
    return hereDocument({
      program: 'nft -f -',
      commands,
      text: commands.flatMap((each) => [...note(each), nftText(each)]),
    });
  return commands.flatMap((each) => [...note(each), kind === 'sysctl' ? sysctl(each) : argv(each)]).join('\n');
};

/** Comment lines before a command. */
export type CommandComment = (command: NodeCommand) => readonly string[];

export const noComment: CommandComment = () => [];

/** What every sh of a script knows: how to tell which command failed, so that `explainFailure` finds it. */
export const failFunction = `fail() { echo "mtulab: command $1 failed" >&2; exit 1; }`;

/** Writes a setting unless the kernel lacks it: `pin NUMBER VALUE PATH`. */
export const pinFunction = 'pin() { [ ! -e "$3" ] || echo "$2" >"$3" || fail "$1"; }';

/** A program fed with lines by a here-document, in which the shell expands `${p}` where `expands` says so. */
export const hereDocument = ({ program, commands, text, expands }: Feed): string =>
  [`${program} <<${expands ? 'INPUT' : "'INPUT'"} || fail ${span(commands)}`, ...text, 'INPUT'].join('\n');

interface Feed {
  readonly program: string;
  readonly commands: readonly NumberedCommand[];
  readonly text: readonly string[];
  readonly expands?: boolean;
}

/** The numbers that a failing batch tells: `29-30,133-140`. */
const span = (commands: readonly NumberedCommand[]): string => {
  const begins = commands.filter(({ number }, index) => commands[index - 1]?.number !== number - 1);
  const ends = commands.filter(({ number }, index) => commands[index + 1]?.number !== number + 1);
  return begins
    .map(({ number }, index) => (ends[index]!.number === number ? `${number}` : `${number}-${ends[index]!.number}`))
    .join();
};

/** Lines of an `ip -batch`; `prefix` stands before each name of a namespace. */
export const shellLines = (
  commands: readonly NumberedCommand[],
  note: CommandComment = noComment,
  prefix = '',
): readonly string[] => commands.flatMap((command) => [...note(command), ipLine(command, prefix)]);

const ipLine = (command: NodeCommand, prefix: string): string => {
  const words = 'ip' in command ? command.ip : [];
  for (const word of words)
    if (!plain.test(word)) throw new TypeError(`not a word of an ip command: ${JSON.stringify(word)}`);
  return words.map((word, index) => (namesNamespace(words, index) ? prefix + word : word)).join(' ');
};

/** `netns add NAME`, and `… netns NAME` of a link. */
const namesNamespace = (words: readonly string[], index: number): boolean =>
  words[0] === 'netns' ? index === 2 : words[index - 1] === 'netns';

/** `ip -batch` has quotes and comments of its own; no planned word needs them. */
const plain = /^[A-Za-z0-9:./_%=-]+$/;

const nftText = (command: NodeCommand): string => {
  const text = 'nft' in command ? command.nft : '';
  if (!/^[\x20-\x7e\n]*$/.test(text) || /^INPUT$|^JOB$/m.test(text)) throw new TypeError('not a text for nft');
  return text;
};

const sysctl = (command: NumberedCommand): string => {
  if (!('sysctl' in command)) return '';
  const path = pathOf(command.sysctl);
  if (command.ifPresent) return `pin ${command.number} ${shellQuote(command.value ?? '')} ${path}`;
  return `${value(command)} >${path} || fail ${command.number}`;
};

/** A setting of the namespace and nothing else: a name with `/` or `..` in it would reach the host. */
const pathOf = (name: string): string => {
  if (!/^net(\.[A-Za-z0-9_-]+)+$/.test(name))
    throw new TypeError(`not a setting of a namespace: ${JSON.stringify(name)}`);
  return name.replaceAll('.', '/');
};

/** What the kernel starts a namespace with is read from one that is made for it. */
const value = ({ sysctl, value }: Extract<NodeCommand, { sysctl: string }>): string =>
  value === null ? `unshare -n cat /proc/sys/${pathOf(inFresh(sysctl))}` : `echo ${shellQuote(value)}`;

const inFresh = (name: string): string =>
  name.replace(/^(net\.ipv[46]\.(?:conf|neigh))\.to-[a-z0-9-]+\./, '$1.default.');

const argv = (command: NumberedCommand): string =>
  'argv' in command ? `${command.argv.map(shellQuote).join(' ')} </dev/null || fail ${command.number}` : '';
