import type { ProgramOutput } from '../../words/lab/lab.ts';
import { MachineError } from '../system/machine-error.ts';

/** Runs a program in a node, never through a shell, and gives its output whatever its exit code; a missing program is a MachineError. */
export const runInNode = async ({ keeper, node, argv }: Place, signal: AbortSignal): Promise<ProgramOutput> => {
  const { execa } = await import('execa');
  const { stdout, stderr, exitCode, isCanceled, ...ended } = await execa(
    'nsenter',
    nsenterArguments({ keeper, node, argv }),
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
      said: ended.message ?? '',
    });
  return { stdout, stderr, code: exitCode };
};

interface Place {
  /** Pid of the lab's keeper. */
  readonly keeper: number;
  readonly node: string;
  readonly argv: readonly string[];
}

/** Arguments of nsenter that lead into a node: first the lab's mount namespace, where `ip netns` knows the scenario's names, then the node with its own /sys. */
export const nsenterArguments = ({ keeper, node, argv }: Place): string[] => [
  `--mount=/proc/${keeper}/ns/mnt`,
  `--root=/proc/${keeper}/root`, // under chroot the mount namespace's own root is another one
  ...['ip', 'netns', 'exec', node],
  ...argv,
];
