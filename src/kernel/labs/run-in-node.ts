import type { ProgramOutput } from '../../words/lab/lab.ts';
import { MachineError } from '../system/machine-error.ts';

/** Runs a program in a node, never through a shell; returns its output and exit code, or rejects with a MachineError without one. */
export const runInNode = async (
  { labProcessId, node, argv }: NodeProgram,
  signal: AbortSignal,
): Promise<ProgramOutput> => {
  const { execa } = await import('execa');
  const { stdout, stderr, exitCode, isCanceled, ...rest } = await execa(
    'nsenter',
    nsenterArguments({ labProcessId, node, argv }),
    {
      reject: false,
      stdin: 'ignore',
      stripFinalNewline: false,
      cancelSignal: signal,
      env: { LC_ALL: 'C', MTULAB_NODE: node },
    },
  );
  if (isCanceled) throw signal.reason;
  if (exitCode === undefined)
    throw new MachineError({
      what: `could not run ${argv[0]} in ${node}`,
      command: argv.join(' '),
      output: rest.message ?? '',
    });
  return { stdout, stderr, code: exitCode };
};

interface NodeProgram {
  /** PID of the lab process. */
  readonly labProcessId: number;
  readonly node: string;
  readonly argv: readonly string[];
}

/**
 * Returns the arguments of nsenter that run a program in a node: first the lab's mount namespace, where `ip netns` finds the
 * node names, then the node with its own /sys.
 */
export const nsenterArguments = ({ labProcessId, node, argv }: NodeProgram): string[] => [
  `--mount=/proc/${labProcessId}/ns/mnt`,
  `--root=/proc/${labProcessId}/root`, // under chroot the root of the mount namespace is a different one
  ...['ip', 'netns', 'exec', node],
  ...argv,
];
