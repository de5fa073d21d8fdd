import { shellQuote } from '../../text/shell-quote.ts';
import { fileLine } from '../../words/lab/shell-text.ts';
import { netemCommands } from '../../words/lab/netem-commands.ts';
import type { NodeCommand } from '../../words/lab/node-command.ts';
import type { Batch, NumberedCommand } from './batches.ts';

/** One batch as shell text for an sh in the namespace with /proc/sys as its directory; a failure ends that sh through `fail N`. */
export const renderBatch = (
  { kind, commands }: Batch,
  { comment = noComment, rulesets = new Map(), etc = '$etc' }: BatchContext = {},
): string => {
  if (kind === 'ip') return hereDocument({ program: 'ip -batch -', commands, text: ipBatchLines(commands, comment) });
  if (kind === 'nft') return renderRuleset(commands, comment, rulesets);
  if (kind === 'netem') return commands.flatMap((command) => [...comment(command), ...netemLines(command)]).join('\n');
  return commands.flatMap((command) => [...comment(command), lineOf(command, etc)]).join('\n');
};

/** What the text of a batch depends on. */
export interface BatchContext {
  readonly comment?: CommandComment;
  readonly rulesets?: RulesetFiles | undefined;
  /** The folder of the files that programs in the node find in /etc; the shell expands it. */
  readonly etc?: string;
}

/** The file of each ruleset that several nodes load, by its text; the shell expands the name. */
export type RulesetFiles = ReadonlyMap<string, string>;

/** Returns the comment lines that precede a command. */
export type CommandComment = (command: NodeCommand) => readonly string[];

export const noComment: CommandComment = () => [];

/** The function with which every sh of a script reports the failed command, for `explainFailure`. */
export const failFunction = `fail() { echo "mtulab: command $1 failed" >&2; exit 1; }`;

/** The function that writes a sysctl unless the kernel lacks it: `pin NUMBER VALUE PATH`. */
export const pinFunction = 'pin() { [ ! -e "$3" ] || echo "$2" >"$3" || fail "$1"; }';

/** A program that reads lines from a here-document; the shell expands `${p}` in it if `expands` is true. */
export const hereDocument = ({ program, commands, text, expands }: HereDocument): string =>
  [`${program} <<${expands ? 'INPUT' : "'INPUT'"} || fail ${numberRanges(commands)}`, ...text, 'INPUT'].join('\n');

interface HereDocument {
  readonly program: string;
  readonly commands: readonly NumberedCommand[];
  readonly text: readonly string[];
  readonly expands?: boolean;
}

const renderRuleset = (
  commands: readonly NumberedCommand[],
  comment: CommandComment,
  rulesets: RulesetFiles,
): string => {
  const file = rulesets.get(nftRuleset(commands));
  if (file !== undefined)
    return [...commands.flatMap(comment), `nft -f - <${file} || fail ${numberRanges(commands)}`].join('\n');
  const text = commands.flatMap((command) => [...comment(command), nftRuleset([command])]);
  return hereDocument({ program: 'nft -f -', commands, text });
};

/** The command numbers that a failing batch reports: `29-30,133-140`. */
const numberRanges = (commands: readonly NumberedCommand[]): string => {
  const begins = commands.filter(({ number }, index) => commands[index - 1]?.number !== number - 1);
  const ends = commands.filter(({ number }, index) => commands[index + 1]?.number !== number + 1);
  return begins
    .map(({ number }, index) => (ends[index]!.number === number ? `${number}` : `${number}-${ends[index]!.number}`))
    .join();
};

/** Lines of `ip -batch`; `prefix` precedes each namespace name. Throws a TypeError for words that need quotes. */
export const ipBatchLines = (
  commands: readonly NumberedCommand[],
  comment: CommandComment = noComment,
  prefix = '',
): readonly string[] => commands.flatMap((command) => [...comment(command), ipLine(command, prefix)]);

const ipLine = (command: NodeCommand, prefix: string): string => {
  const words = 'ip' in command ? command.ip : [];
  for (const word of words)
    if (!plainWord.test(word)) throw new TypeError(`invalid word in an ip command: ${JSON.stringify(word)}`);
  return words.map((word, index) => (isNamespaceName(words, index) ? prefix + word : word)).join(' ');
};

/** The NAME in `netns add NAME`, and in `… netns NAME` of a link. */
const isNamespaceName = (words: readonly string[], index: number): boolean =>
  words[0] === 'netns' ? index === 2 : words[index - 1] === 'netns';

/** `ip -batch` has its own quotes and comments; no planned word needs them. */
const plainWord = /^[A-Za-z0-9:.,/_%=-]+$/;

/** The text of a batch for nft. Throws a TypeError for text that could leave its here-document. */
export const nftRuleset = (commands: readonly NodeCommand[]): string => {
  const text = commands.map((command) => ('nft' in command ? command.nft : '')).join('\n');
  if (!/^[\x20-\x7e\n]*$/.test(text) || /^INPUT$|^JOB$/m.test(text))
    throw new TypeError('invalid text in an nft ruleset');
  return text;
};

const sysctlLine = (command: Extract<NumberedCommand, { sysctl: string }>): string => {
  const path = sysctlPath(command.sysctl);
  if (command.ifPresent) return `pin ${command.number} ${shellQuote(command.value ?? '')} ${path}`;
  return `${printValue(command)} >${path} || fail ${command.number}`;
};

/** The path of a sysctl below /proc/sys. Throws a TypeError for one that is not of the namespace: `/` or `..` could reach those of the host. */
export const sysctlPath = (name: string): string => {
  if (!/^net(\.[A-Za-z0-9_-]+)+$/.test(name))
    throw new TypeError(`not a sysctl of a network namespace: ${JSON.stringify(name)}`);
  return name.replaceAll('.', '/');
};

/** The default of a new namespace (`null`) is read from one created for this purpose. */
const printValue = ({ sysctl, value }: Extract<NodeCommand, { sysctl: string }>): string =>
  value === null ? `unshare -n cat /proc/sys/${sysctlPath(defaultName(sysctl))}` : `echo ${shellQuote(value)}`;

const defaultName = (name: string): string =>
  name.replace(/^(net\.ipv[46]\.(?:conf|neigh))\.to-[a-z0-9-]+\./, '$1.default.');

/** Without netem the frames pass at once, and the end of the script says so. */
const netemLines = (command: NumberedCommand): readonly string[] => {
  if (!('netem' in command)) return [];
  const { number, netem } = command;
  const tc = netemCommands(netem).map((args) => ` ${['tc', ...args].map(shellQuote).join(' ')} || fail ${number}`);
  const rules = hereDocument({ program: 'nft -f -', commands: [command], text: netem.rules.split('\n') });
  return [rules, `if ${hasNetem}; then`, ...tc, 'fi'];
};

/** Succeeds in a namespace where tc accepts netem. */
export const hasNetem = 'tc qdisc add dev lo root netem 2>&- && tc qdisc del dev lo root';

const lineOf = (command: NumberedCommand, etc: string): string => {
  if ('sysctl' in command) return sysctlLine(command);
  if ('file' in command) return `{ ${fileLine(checkedFile(command), etc)}; } || fail ${command.number}`;
  return 'argv' in command ? `${command.argv.map(shellQuote).join(' ')} </dev/null || fail ${command.number}` : '';
};

/** Throws a TypeError for a file outside the folder of its node, and for text that could leave its here-document. */
export const checkedFile = (command: FileCommand): FileCommand => {
  if (!/^[a-z0-9][a-z0-9.-]*(\/[a-z0-9][a-z0-9.-]*)*$/.test(command.file))
    throw new TypeError(`not a file below /etc: ${JSON.stringify(command.file)}`);
  if (!/^[\x20-\x7e\n]*$/.test(command.text ?? '') || /^JOB$/m.test(command.text ?? ''))
    throw new TypeError(`invalid text for ${command.file}`);
  return command;
};

type FileCommand = Extract<NodeCommand, { readonly file: string }>;
