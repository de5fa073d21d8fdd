import type { NodeCommand } from '../../words/lab/node-command.ts';
import { groupBatches } from './batches.ts';
import { groupByNode } from '../model/group-by-node.ts';
import { engineStyle, jobLines } from './parallel-jobs.ts';

/** The commands of a later `change` as one script for `sh`, which exits with 1 at the first failure; `netns` is the directory of namespaces. */
export const changeScript = (commands: readonly NodeCommand[], netns = '/run/netns'): string => {
  const numbered = commands.map((command, index) => ({ ...command, number: index + 1 }));
  const files = commands.some((command) => 'file' in command) ? 'export etc=/run/mtulab-etc-$$\n' : ''; // as nodeFilesFolder
  const jobs = [...groupByNode(numbered)]
    .map(
      ([node, own]) =>
        `${jobLines({ node, parts: groupBatches(own), style: { ...engineStyle, netns }, ending: '|| exit 1' })}\n`,
    )
    .join('');
  return `${files}${jobs}`;
};
