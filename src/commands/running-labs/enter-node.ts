import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { isatty } from 'node:tty';
import { checkStarted } from '../../kernel/system/check-started.ts';
import { processStartTime } from '../../kernel/system/processes.ts';
import type { RunningLabRecord } from '../../kernel/sandbox/running-labs.ts';
import { until } from '../../kernel/system/until.ts';
import { wrapLines } from '../../text/wrap.ts';
import { didYouMean } from '../../scenario/problems/did-you-mean.ts';
import type { Io } from '../command-line/command.ts';
import { exitCode } from '../command-line/exit-code.ts';
import { chooseLab } from './choose-lab.ts';
import { nodeArguments, nodeEnvironment } from './node-arguments.ts';

/**
 * Runs a program in a node of a running lab on this terminal and returns its exit code: 127 when there is no such
 * program, 128 plus the signal number when a signal ended it, 137 when the lab was stopped meanwhile.
 */
export const enterNode = async ({ node, argv, name, io }: ProgramInNode): Promise<number> => {
  const lab = chooseLab(name);
  const problem = typeof lab === 'string' ? lab : unknownNode(lab, node);
  if (problem !== undefined || typeof lab === 'string') {
    io.err(wrapLines(problem!, io.width));
    return exitCode({ invalidInput: true });
  }
  // Ctrl-C is for the program, which gets it from the terminal too.
  for (const signal of ['SIGINT', 'SIGQUIT'] as const) process.on(signal, () => {});
  const code = await runInLab(lab, node, argv);
  if (code !== undefined) return code;
  const hasEnded = () => processStartTime(lab.pid) !== lab.started;
  const stopped = await until(`${lab.name} to stop`, hasEnded, { withinMs: 500 }).catch(() => false);
  if (stopped) io.err(`${isatty(0) ? restoreTerminal() : ''}the lab ${lab.name} was stopped\n`);
  return stopped ? 137 : exitCode({ machineFailed: true });
};

interface ProgramInNode {
  readonly node: string;
  readonly argv: readonly string[];
  /** The name of the lab; may be left out when only one is running. */
  readonly name: unknown;
  readonly io: Io;
}

/** Explains that the lab has no such node; undefined if it has. */
export const unknownNode = (lab: RunningLabRecord, node: string): string | undefined =>
  lab.nodes.includes(node)
    ? undefined
    : `${lab.name} has no node '${node}'; ${didYouMean(node, lab.nodes, 'its nodes')}\n`;

/**
 * Returns the program's exit code, or undefined when it was killed with the lab. The exit code of nsenter is not used:
 * Ctrl-C ends the nsenter that waits outside, while the program has yet to decide what Ctrl-C means to it.
 */
const runInLab = async (lab: RunningLabRecord, node: string, argv: readonly string[]): Promise<number | undefined> => {
  const inNode = ['sh', '-c', runAndReportCode, 'sh', process.cwd(), ...argv];
  // node:child_process instead of execa, whose import takes as long as everything else here
  const child = spawn('nsenter', nodeArguments(lab, node, inNode), {
    stdio: ['inherit', 'inherit', 'inherit', 'pipe'],
    env: { ...process.env, ...nodeEnvironment(lab, node) },
  });
  await checkStarted(child, 'nsenter');
  const [code] = await Promise.all([text(child.stdio[3] as Readable), once(child, 'exit')]);
  return code === '' ? undefined : Number(code);
};

/**
 * Runs the program and writes its exit code to descriptor 3. In a subshell: exec finds programs only, no builtins, and
 * the trap is not inherited.
 */
const runAndReportCode = `trap : INT QUIT
cd "$1" 2>/dev/null || cd /
shift
if command -v "$1" >/dev/null; then (exec 3>&-; exec "$@"); else echo "no such program in this node: $1" >&2; (exit 127); fi
echo $? >&3`;

/**
 * A killed shell leaves the terminal in its line-editing mode, and in the foreground a process group that no longer
 * exists.
 */
const restoreTerminal = (): string => {
  spawnSync('sh', ['-c', 'trap "" TTOU; exec stty sane'], { stdio: ['inherit', 'ignore', 'ignore'] });
  return '\n';
};
