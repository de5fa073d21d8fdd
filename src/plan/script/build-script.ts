import type { NodeCommand } from '../../words/lab/node-command.ts';
import { batches } from './batches.ts';
import { byNode, firstPhaseLines, jobLines, parallelLines } from './parallel-jobs.ts';
import type { JobStyle } from './parallel-jobs.ts';
import type { Plan } from '../model/plan.ts';
import { failFunction, noComment } from './shell-lines.ts';

/**
 * The build as one POSIX script, to be fed to an `sh` whose /run/netns is its own. The sh goes on after it when all went well;
 * otherwise it exits with 1 and its stderr is for `explainFailure`.
 */
export const buildScript = ({ commands }: Plan): string =>
  [
    failFunction,
    ...firstPhaseLines(
      commands.filter(({ phase }) => phase === 1),
      style,
    ),
    ...parallelLines(
      commands.filter(({ phase }) => phase === 2),
      commands.filter(({ phase }) => phase === 3),
      style,
    ),
    '',
  ].join('\n');

/** Commands of a later `change` as one script for `sh`; exits with 1 at the first that fails. `netns` is where namespaces lie for that sh. */
export const changeScript = (commands: readonly NodeCommand[], netns = '/run/netns'): string => {
  const numbered = commands.map((command, index) => ({ ...command, number: index + 1 }));
  return [...byNode(numbered)]
    .map(
      ([node, own]) => `${jobLines({ node, parts: batches(own), style: { ...style, netns }, ending: '|| exit 1' })}\n`,
    )
    .join('');
};

/** Labs share /run, but no two have the same sh. */
const style: JobStyle = { note: noComment, prefix: '', netns: '/run/netns', said: '/run/mtulab-$$-' };
