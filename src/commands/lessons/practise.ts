import type { Io, Options } from '../command-line/command.ts';
import { exitCode } from '../command-line/exit-code.ts';
import type { Exercise } from './exercise.ts';
import { holdSession } from './session.ts';
import type { SessionTools } from './session.ts';

/** Does what the options ask for (one check, one hint, one answer), else shows the task and, on a terminal, holds a session. */
export const practise = async (
  exercise: Exercise,
  { heading, options, tools }: Practice,
  io: Io,
  signal: AbortSignal,
): Promise<number> => {
  const { check, hint, answer } = options;
  if (hint === true) {
    io.out(await exercise.hint(signal));
    return 0;
  }
  if (check === true || answer !== undefined) {
    const { result, text } = await exercise.check(answer === undefined ? undefined : String(answer), signal);
    io.out(text);
    return codes[result];
  }
  io.out(heading() + exercise.show());
  if (tools.isTerminal && !exercise.hasEnded()) await holdSession(exercise, tools, io, signal);
  else if (!exercise.hasEnded()) io.out(howToGoOn(exercise.lab.name));
  return 0;
};

interface Practice {
  /** What comes before the first task. */
  heading(): string;
  readonly options: Options;
  readonly tools: SessionTools & { readonly isTerminal: boolean };
}

const codes = {
  done: 0,
  'not yet': exitCode({ summary: { passed: 0, failed: 1, skipped: 0, errors: 0 } }),
  'not judged': exitCode({ machineFailed: true }),
} as const;

const howToGoOn = (lab: string): string =>
  `The lab ${lab} is running: \`mtulab shell --name ${lab} NODE\` enters it. The same command with --check, --answer or --hint goes on.\n`;
