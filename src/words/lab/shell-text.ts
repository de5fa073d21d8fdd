import type { Family } from '../../evidence/family.ts';
import { shellQuote } from '../../text/shell-quote.ts';
import type { NodeCommand } from './node-command.ts';

/** A command line that runs a program inside a node, quoted for a POSIX shell, for people to paste. */
export const commandInNode = (node: string, argv: readonly string[]): string =>
  ['ip', 'netns', 'exec', node, ...argv].map(shellQuote).join(' ');

/** `ip -n NODE …`, which needs no program inside the node. */
export const ipCommand = (node: string, args: readonly string[]): string =>
  ['ip', '-n', node, ...args].map(shellQuote).join(' ');

/** The same deed as a command of a plan, as one line to paste. */
export const shellText = (command: NodeCommand): string => {
  if ('ip' in command) return ipCommand(command.in, command.ip);
  if ('argv' in command) return commandInNode(command.in, command.argv);
  if ('nft' in command)
    return `printf '%s\\n' ${shellQuote(command.nft)} | ${commandInNode(command.in, ['nft', '-f', '-'])}`;
  if (command.value === null) return `# in ${command.in}: set ${command.sysctl} as a new namespace has it`;
  return commandInNode(command.in, ['sysctl', '-w', `${command.sysctl}=${command.value}`]);
};

/** `-6` or `-4`, which curl, ping and ip all understand. */
export const familyFlag = (family: Family): string => (family === 'ipv6' ? '-6' : '-4');
