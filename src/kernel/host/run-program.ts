import type { ProgramOutput } from '../../words/lab/lab.ts';

/**
 * Runs a program in the network that this process is in, with LC_ALL=C and never through a shell. A failing program is a result; rejects
 * when there is no such program, and when the signal aborts, which ends it.
 */
export const runProgram = async (argv: readonly string[], signal: AbortSignal, input = ''): Promise<ProgramOutput> => {
  signal.throwIfAborted();
  const { execa } = await import('execa');
  const [program, ...args] = argv;
  const { stdout, stderr, exitCode, shortMessage, code } = await execa(program!, args, {
    ...({ reject: false, cancelSignal: signal } as const),
    input,
    env: { LC_ALL: 'C', PATH: `${process.env['PATH'] ?? '/usr/bin:/bin'}:/usr/local/sbin:/usr/sbin:/sbin` },
  });
  signal.throwIfAborted();
  if (code === 'ENOENT') throw new Error(`there is no program ${program} in PATH`);
  if (exitCode === undefined) throw new Error(shortMessage ?? `${program} was ended`);
  return { stdout, stderr, code: exitCode };
};
