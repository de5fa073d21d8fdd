import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readlinkSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { isatty } from 'node:tty';
import { startTime } from '../../kernel/system/processes.ts';
import { nsenterArguments } from '../../kernel/labs/run-in-node.ts';
import type { RunningLabRecord } from '../../kernel/sandbox/running-labs.ts';
import { until } from '../../kernel/system/until.ts';
import type { Io } from '../command-line/command.ts';
import { exitCode } from '../command-line/exit-code.ts';
import { chooseLab } from './choose-lab.ts';

/** Runs a program in a node of a standing lab on this terminal, and answers its exit code: 127 where there is none of that name, 128 and the signal that ended it. */
export const enterNode = async ({ node, argv, name, io }: Visit): Promise<number> => {
  const lab = chooseLab(name);
  const wrong = typeof lab === 'string' ? lab : noSuchNode(lab, node);
  if (wrong !== undefined || typeof lab === 'string') {
    io.err(wrong!);
    return exitCode({ wrong: true });
  }
  for (const signal of ['SIGINT', 'SIGQUIT'] as const) process.on(signal, () => {}); // Ctrl-C is for the program, which gets it from the terminal too
  const ended = await visit(lab, node, argv);
  if (ended !== undefined) return ended;
  const goes = () => startTime(lab.pid) !== lab.started;
  const gone = await until(`the end of ${lab.name}`, goes, { withinMs: 500 }).catch(() => false);
  if (gone) io.err(`${isatty(0) ? leftRaw() : ''}the lab ${lab.name} was taken down\n`);
  return gone ? 137 : exitCode({ machineFailed: true });
};

interface Visit {
  readonly node: string;
  readonly argv: readonly string[];
  /** Of the lab; the only one that is up without it. */
  readonly name: unknown;
  readonly io: Io;
}

const noSuchNode = (lab: RunningLabRecord, node: string): string | undefined =>
  lab.nodes.includes(node) ? undefined : `${lab.name} has no node '${node}'; its nodes: ${lab.nodes.join(', ')}\n`;

/**
 * The program's exit code; undefined where it did not come to its end. What nsenter answers is not asked: Ctrl-C ends the nsenter that waits
 * outside, and the program has still to decide what Ctrl-C means to it.
 */
const visit = async (lab: RunningLabRecord, node: string, argv: readonly string[]): Promise<number | undefined> => {
  const inNode = nsenterArguments({
    keeper: lab.labProcessId,
    node,
    argv: ['sh', '-c', steward, 'sh', process.cwd(), ...argv],
  });
  // node:child_process, not execa: its import takes as long as all the rest of this
  const child = spawn('nsenter', [...house(lab), 'nsenter', ...inNode], {
    stdio: ['inherit', 'inherit', 'inherit', 'pipe'],
    env: { ...process.env, ...environment(lab, node) },
  });
  const [code] = await Promise.all([text(child.stdio[3] as Readable), once(child, 'exit')]);
  return code === '' ? undefined : Number(code);
};

/** Waits for the program and tells its exit code on descriptor 3. A subshell, so that only programs are found and Ctrl-C is not caught in them. */
const steward = `trap : INT QUIT
cd "$1" 2>/dev/null || cd /
shift
if command -v "$1" >/dev/null; then (exec 3>&-; exec "$@"); else echo "no such program in this node: $1" >&2; (exit 127); fi
echo $? >&3`;

/** History belongs to the lab and goes with it: bash would cut a person's own to its own length. */
const environment = ({ name }: RunningLabRecord, node: string): NodeJS.ProcessEnv => ({
  MTULAB_NODE: node,
  MTULAB_NAME: name,
  PS1: `${node}# `,
  PROMPT_COMMAND: undefined,
  HISTFILE: '/run/history',
  PATH: `${process.env['PATH'] ?? '/usr/bin:/bin'}:/usr/sbin:/sbin`,
});

/** Into the sandbox: its keeper is known there by the number that the sandbox gave it. */
const house = ({ pid }: RunningLabRecord): readonly string[] => {
  const foreign = readlinkSync(`/proc/${pid}/ns/user`) !== readlinkSync('/proc/self/ns/user');
  return [
    `--target=${pid}`,
    ...(foreign ? ['--user', '--preserve-credentials'] : []),
    '--mount',
    `--root=/proc/${pid}/root`,
    '--pid',
    '--net',
  ];
};

/** A shell that was killed leaves the terminal as it edits lines, and in the foreground a group that is no more. */
const leftRaw = (): string => {
  spawnSync('sh', ['-c', 'trap "" TTOU; exec stty sane'], { stdio: ['inherit', 'ignore', 'ignore'] });
  return '\n';
};
