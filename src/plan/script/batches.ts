import type { NodeCommand } from '../../words/lab/node-command.ts';

/** A command with its number in the script, which error messages quote. */
export type NumberedCommand = NodeCommand & { readonly number: number };

/** Consecutive commands of one kind: lines of one `ip -batch`, a ruleset for one nft, sysctls, files, what holds frames back, or one other program. */
export interface Batch {
  readonly kind: 'ip' | 'nft' | 'sysctl' | 'file' | 'netem' | 'argv';
  readonly commands: readonly NumberedCommand[];
}

/** Groups the commands of one node into as few batches as their order allows. */
export const groupBatches = (commands: readonly NumberedCommand[]): readonly Batch[] => {
  const batches: { kind: Batch['kind']; commands: NumberedCommand[] }[] = [];
  for (const command of commands) {
    const kind = batchKind(command);
    const last = batches.at(-1);
    if (last?.kind === kind && kind !== 'argv') last.commands.push(command);
    else batches.push({ kind, commands: [command] });
  }
  return batches;
};

const batchKind = (command: NodeCommand): Batch['kind'] => {
  if ('ip' in command) return 'ip';
  if ('nft' in command) return 'nft';
  if ('file' in command) return 'file';
  if ('netem' in command) return 'netem';
  return 'sysctl' in command ? 'sysctl' : 'argv';
};
