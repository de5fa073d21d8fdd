import type { NodeCommand } from '../../words/lab/node-command.ts';

/** A command with its number in the script: errors are told by it. */
export type NumberedCommand = NodeCommand & { readonly number: number };

/** Neighbouring commands of one kind, which one process performs: lines of `ip -batch`, a text for nft. */
export interface Batch {
  readonly kind: 'ip' | 'nft' | 'sysctl' | 'argv';
  readonly commands: readonly NumberedCommand[];
}

/** Commands of one node in as few processes as their order allows. */
export const batches = (commands: readonly NumberedCommand[]): readonly Batch[] => {
  const made: { kind: Batch['kind']; commands: NumberedCommand[] }[] = [];
  for (const command of commands) {
    const kind = kindOf(command);
    const last = made.at(-1);
    if (last?.kind === kind && together.has(kind)) last.commands.push(command);
    else made.push({ kind, commands: [command] });
  }
  return made;
};

const together: ReadonlySet<Batch['kind']> = new Set(['ip', 'nft']);

const kindOf = (command: NodeCommand): Batch['kind'] => {
  if ('ip' in command) return 'ip';
  if ('nft' in command) return 'nft';
  return 'sysctl' in command ? 'sysctl' : 'argv';
};
