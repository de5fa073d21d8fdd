import type { NodeCommand } from '../../words/lab/node-command.ts';

/** A command with its number in the script, which error messages quote. */
export type NumberedCommand = NodeCommand & { readonly number: number };

/** Consecutive commands of one kind that one process runs: lines of `ip -batch`, a ruleset for nft. */
export interface Batch {
  readonly kind: 'ip' | 'nft' | 'sysctl' | 'argv';
  readonly commands: readonly NumberedCommand[];
}

/** Groups the commands of one node into as few processes as their order allows. */
export const groupBatches = (commands: readonly NumberedCommand[]): readonly Batch[] => {
  const batches: { kind: Batch['kind']; commands: NumberedCommand[] }[] = [];
  for (const command of commands) {
    const kind = batchKind(command);
    const last = batches.at(-1);
    if (last?.kind === kind && batchedKinds.has(kind)) last.commands.push(command);
    else batches.push({ kind, commands: [command] });
  }
  return batches;
};

const batchedKinds: ReadonlySet<Batch['kind']> = new Set(['ip', 'nft']);

const batchKind = (command: NodeCommand): Batch['kind'] => {
  if ('ip' in command) return 'ip';
  if ('nft' in command) return 'nft';
  return 'sysctl' in command ? 'sysctl' : 'argv';
};
