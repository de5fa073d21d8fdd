import type { Command } from './node-command.ts';

/** A command line that runs a program inside a node, quoted for a POSIX shell, for people to paste. */
export const inNode = (node: string, argv: readonly string[]): string =>
  ['ip', 'netns', 'exec', node, ...argv].map(quoted).join(' ');

/** `ip -n NODE …`, which needs no program inside the node. */
export const ipOf = (node: string, args: readonly string[]): string =>
  ['ip', '-n', node, ...args].map(quoted).join(' ');

/** The same deed as a command of a plan, as one line to paste. */
export const pasteable = (command: Command): string => {
  if ('ip' in command) return ipOf(command.in, command.ip);
  if ('argv' in command) return inNode(command.in, command.argv);
  if ('nft' in command) return `printf '%s\\n' ${quoted(command.nft)} | ${inNode(command.in, ['nft', '-f', '-'])}`;
  if (command.value === null) return `# in ${command.in}: set ${command.sysctl} as a new namespace has it`;
  return inNode(command.in, ['sysctl', '-w', `${command.sysctl}=${command.value}`]);
};

/** A word of a POSIX command line; single quotes keep everything but themselves. */
export const quoted = (word: string): string =>
  /^[A-Za-z0-9_.:/=@%,+-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
