import { readlinkSync } from 'node:fs';
import { nstatHistory } from '../../kernel/labs/lab-process.ts';
import { nsenterArguments } from '../../kernel/labs/run-in-node.ts';
import type { RunningLabRecord } from '../../kernel/sandbox/running-labs.ts';

/** Arguments of nsenter that run a program in a node of a running lab, seen from outside of its sandbox. */
export const nodeArguments = (
  lab: Pick<RunningLabRecord, 'pid' | 'labProcessId'>,
  node: string,
  argv: readonly string[],
): readonly string[] => [
  ...sandboxArguments(lab),
  'nsenter',
  ...nsenterArguments({ labProcessId: lab.labProcessId, node, argv, mayHaveFiles: true }),
];

/**
 * The history file is the lab's and is removed with it: bash would truncate the user's own history to its default
 * length.
 */
export const nodeEnvironment = (
  { name, labProcessId }: Pick<RunningLabRecord, 'name' | 'labProcessId'>,
  node: string,
): NodeJS.ProcessEnv => ({
  MTULAB_NODE: node,
  MTULAB_NAME: name,
  PS1: `${node}# `,
  PROMPT_COMMAND: undefined,
  HISTFILE: '/run/history',
  NSTAT_HISTORY: nstatHistory(labProcessId, node),
  PATH: `${process.env['PATH'] ?? '/usr/bin:/bin'}:/usr/sbin:/sbin`,
});

/** Arguments of nsenter that enter the sandbox, whose PID namespace numbers the lab process. */
const sandboxArguments = ({ pid }: Pick<RunningLabRecord, 'pid'>): readonly string[] => {
  const hasOwnUserNamespace = readlinkSync(`/proc/${pid}/ns/user`) !== readlinkSync('/proc/self/ns/user');
  return [
    `--target=${pid}`,
    ...(hasOwnUserNamespace ? ['--user', '--preserve-credentials'] : []),
    '--mount',
    `--root=/proc/${pid}/root`,
    '--pid',
    '--net',
  ];
};
