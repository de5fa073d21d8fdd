import { dirname } from 'node:path/posix';
import type { Family } from '../../evidence/family.ts';
import { shellQuote } from '../../text/shell-quote.ts';
import { netemCommands } from './netem-commands.ts';
import type { NodeCommand } from './node-command.ts';

/** Formats a command line that runs a program inside a node, quoted for a POSIX shell and ready to paste. */
export const commandInNode = (node: string, argv: readonly string[]): string =>
  ['ip', 'netns', 'exec', node, ...argv].map(shellQuote).join(' ');

/** Formats `ip -n NODE …`, which starts no program inside the node. */
export const ipCommand = (node: string, args: readonly string[]): string =>
  ['ip', '-n', node, ...args].map(shellQuote).join(' ');

/** Formats a command of a plan as shell text, ready to paste. */
export const shellText = (command: NodeCommand): string => {
  if ('ip' in command) return ipCommand(command.in, command.ip);
  if ('argv' in command) return commandInNode(command.in, command.argv);
  if ('nft' in command) return loadRules(command.in, command.nft);
  if ('netem' in command)
    return [
      loadRules(command.in, command.netem.rules),
      ...netemCommands(command.netem).map((args) => ['tc', '-n', command.in, ...args].map(shellQuote).join(' ')),
    ].join('; ');
  if ('file' in command) return fileLine(command, `/etc/netns/${command.in}`);
  if (command.value === null) return `# in ${command.in}: reset ${command.sysctl} to the default of a new namespace`;
  return commandInNode(command.in, ['sysctl', '-w', `${command.sysctl}=${command.value}`]);
};

/** Formats what writes or removes a file below the folder of a node; the shell expands the name of the folder. */
export const fileLine = ({ file, text }: Pick<FileCommand, 'file' | 'text'>, folder: string): string => {
  if (text === null) return `rm -f ${folder}/${file}`;
  return `mkdir -p ${dirname(`${folder}/${file}`)} && printf '%s\\n' ${shellQuote(text)} >${folder}/${file}`;
};

type FileCommand = Extract<NodeCommand, { readonly file: string }>;
const loadRules = (node: string, rules: string): string =>
  `printf '%s\\n' ${shellQuote(rules)} | ${commandInNode(node, ['nft', '-f', '-'])}`;

/** Returns `-6` or `-4`, which curl, ping and ip all accept. */
export const familyFlag = (family: Family): string => (family === 'ipv6' ? '-6' : '-4');
