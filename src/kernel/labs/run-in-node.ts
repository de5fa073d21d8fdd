import { once } from 'node:events';
import { existsSync } from 'node:fs';
import type { ProgramOutput } from '../../words/lab/lab.ts';
import { MachineError } from '../system/machine-error.ts';
import { keepOutput } from '../system/kept-output.ts';
import { nstatHistory, nodeFilesFolder } from './lab-process.ts';

/**
 * Runs a program in a node, never through a shell; returns its output and exit code, or rejects with a MachineError without one. Only the
 * program itself is waited for: what it leaves running in the background goes on, unread, until the lab ends. `started` gets its PID.
 */
export const runInNode = async (
  { labProcessId, node, argv, input }: NodeProgram,
  signal: AbortSignal,
  started: (pid: number) => void = () => {},
): Promise<ProgramOutput> => {
  signal.throwIfAborted();
  const { execa } = await import('execa');
  const program = execa(
    'nsenter',
    nsenterArguments({ labProcessId, node, argv, mayHaveFiles: hasFiles(labProcessId, node) }),
    {
      ...({ reject: false, buffer: false, detached: true } as const), // detached: a process group of its own
      ...(input ? { input } : ({ stdin: 'ignore' } as const)),
      env: { LC_ALL: 'C', MTULAB_NODE: node, NSTAT_HISTORY: nstatHistory(labProcessId, node) },
    },
  );
  if (program.pid !== undefined) started(program.pid);
  const [stdout, stderr] = [program.stdout, program.stderr].map(keepOutput) as [KeptOutput, KeptOutput];
  try {
    const [code, endedBy] = (await once(program, 'exit', { signal })) as [number | null, string | null];
    if (code === null) throw new Error(`it was ended by ${endedBy}`);
    await Promise.all([stdout.drained(), stderr.drained()]);
    const failure = code === 0 ? undefined : startFailure(argv[0]!, stderr.text());
    if (failure !== undefined) throw new Error(failure);
    const omitted = stdout.omitted() + stderr.omitted();
    return { stdout: stdout.text(), stderr: stderr.text(), code, ...(omitted > 0 && { omitted }) };
  } catch (error) {
    if (program.pid !== undefined) endGroup(program.pid);
    if (signal.aborted) throw signal.reason;
    const output = error instanceof Error ? error.message : String(error);
    throw new MachineError({ what: `could not run ${argv[0]} in ${node}`, command: argv.join(' '), output });
  }
};

/** Why `ip netns exec` could not start the program, which only its message shows; undefined if it has started it. */
const startFailure = (program: string, stderr: string): string | undefined => {
  const begin = `exec of "${program}" failed: `;
  if (!stderr.startsWith(begin)) return undefined;
  const reason = stderr.slice(begin.length).trim();
  return reason === 'No such file or directory' ? `no such program in this node: ${program}` : reason;
};

type KeptOutput = ReturnType<typeof keepOutput>;

export interface NodeProgram {
  /** PID of the lab process. */
  readonly labProcessId: number;
  readonly node: string;
  readonly argv: readonly string[];
  /** What it reads from its stdin. */
  readonly input?: Uint8Array;
}

const endGroup = (processGroup: number): void => {
  try {
    process.kill(-processGroup, 'SIGKILL');
  } catch {
    // it has ended
  }
};

/**
 * Returns the arguments of nsenter that run a program in a node: first the lab's mount namespace, where `ip netns` finds the
 * node names, then one with the files of the node in /etc, then the node with its own /sys.
 */
export const nsenterArguments = ({ labProcessId, node, argv, mayHaveFiles }: EnteringProgram): string[] => [
  `--mount=/proc/${labProcessId}/ns/mnt`,
  `--root=/proc/${labProcessId}/root`, // under chroot the root of the mount namespace is a different one
  ...(mayHaveFiles ? withFilesOfNode(nodeFilesFolder(labProcessId, node)) : []),
  ...['ip', 'netns', 'exec', node],
  ...argv,
];

interface EnteringProgram extends NodeProgram {
  /** False where it is known that the node has no files of its own: entering it then takes two programs fewer. */
  readonly mayHaveFiles: boolean;
}

/** Whether programs in a node find files of its own in /etc; for a process in the PID namespace of the lab. */
export const hasFiles = (labProcessId: number, node: string): boolean =>
  existsSync(`/proc/${labProcessId}/root${nodeFilesFolder(labProcessId, node)}`);

/**
 * Mounts what `ip netns exec` would mount from /etc/netns/NODE, a folder of the machine that this one cannot have without writing to its
 * disk. A program that is not found is still reported by ip.
 */
const withFilesOfNode = (folder: string): readonly string[] => ['unshare', '--mount', 'sh', '-ec', mountFiles, folder];

/** $5 is the program: the arguments are `ip netns exec NODE PROGRAM …`. */
const mountFiles = `for file in "$0"/*; do
  [ -e "$file" ] || continue
  output=$(mount --bind "$file" "/etc/\${file##*/}" 2>&1) || { echo "exec of \\"$5\\" failed: $output" >&2; exit 255; }
done
exec "$@"`;
