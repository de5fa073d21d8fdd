import type { Family } from '../../evidence/family.ts';
import { shellQuote } from '../../text/shell-quote.ts';
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
  if ('nft' in command)
    return `printf '%s\\n' ${shellQuote(command.nft)} | ${commandInNode(command.in, ['nft', '-f', '-'])}`;
  if (command.value === null) return `# in ${command.in}: reset ${command.sysctl} to the default of a new namespace`;
  return commandInNode(command.in, ['sysctl', '-w', `${command.sysctl}=${command.value}`]);
};

/** Returns `-6` or `-4`, which curl, ping and ip all accept. */
export const familyFlag = (family: Family): string => (family === 'ipv6' ? '-6' : '-4');
