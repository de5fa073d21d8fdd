import type { NodeCommand } from '../../words/lab/node-command.ts';
import { groupBatches } from './batches.ts';
import { groupByNode } from '../model/group-by-node.ts';
import { firstPhase, jobLines, parallelLines } from './parallel-jobs.ts';
import type { JobStyle } from './parallel-jobs.ts';
import type { Plan } from '../model/plan.ts';
import { failFunction, noComment } from './shell-lines.ts';

/**
 * The build without its rulesets, as one POSIX script for an `sh` with a private /run/netns: the engine loads those itself, which takes a
 * quarter of the time that starting nft takes. If the script succeeds, the sh continues after it; otherwise it exits with 1, and
 * `explainFailure` interprets its stderr.
 */
export const buildScript = (plan: Plan): string => {
  const inPhase = (wanted: number) =>
    plan.commands.filter((command) => command.phase === wanted && !('nft' in command));
  return [
    failFunction,
    'files=/run/mtulab-$$', // labs share /run, but each has its own sh, and so its own `$$`
    'export files',
    firstPhase(inPhase(1), style),
    ...parallelLines(inPhase(2), inPhase(3), style),
    '',
  ].join('\n');
};

/** The commands of a later `change` as one script for `sh`, which exits with 1 at the first failure; `netns` is the directory of namespaces. */
export const changeScript = (commands: readonly NodeCommand[], netns = '/run/netns'): string => {
  const numbered = commands.map((command, index) => ({ ...command, number: index + 1 }));
  return [...groupByNode(numbered)]
    .map(
      ([node, own]) =>
        `${jobLines({ node, parts: groupBatches(own), style: { ...style, netns }, ending: '|| exit 1' })}\n`,
    )
    .join('');
};

const style: JobStyle = { comment: noComment, prefix: '', netns: '/run/netns', files: '$files-' };
