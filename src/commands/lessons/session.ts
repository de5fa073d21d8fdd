import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Interface } from 'node:readline';
import { until } from '../../kernel/system/until.ts';
import type { Io } from '../command-line/command.ts';
import type { Exercise } from './exercise.ts';
import { stateOfLab } from './state-of-lab.ts';

/** How a session works on the machine, so that a test can replace it. */
export interface SessionTools {
  /** Opens a shell in a node on this terminal. */
  shell(node: string): Promise<unknown>;
  /** Performs a typed step and prints it as `mtulab do` does. */
  perform(step: string): Promise<unknown>;
  /** A digest of the state of the lab; undefined when it has ended. */
  state?(signal: AbortSignal): Promise<string | undefined>;
  /** Between two readings of the state. */
  readonly pauseMs?: number;
  readonly input?: NodeJS.ReadableStream;
  readonly output?: NodeJS.WritableStream;
}

/**
 * A conversation on a terminal about one exercise. While it waits for a line it watches the lab, and checks a task that asks for no
 * answer whenever the lab has changed; leaving a shell checks as well. Ends with `quit`, the end of input, or the lab.
 */
export const holdSession = async (
  exercise: Exercise,
  tools: SessionTools,
  io: Pick<Io, 'out'>,
  signal: AbortSignal,
): Promise<void> => {
  const state = tools.state ?? ((signal: AbortSignal) => stateOfLab(exercise.lab, signal));
  let seen = await state(signal);
  for (;;) {
    const line = await nextLine({ exercise, tools, state, seen }, signal);
    if (line === undefined) return io.out(leaving);
    if (typeof line === 'object') {
      if (line.changed === undefined) return io.out('\nThe lab was stopped.\n');
      seen = line.changed;
      const { result, text } = await exercise.check(undefined, signal);
      if (result === 'done') io.out(`\n${text}`);
    } else if (['quit', 'exit', 'q'].includes(line)) return io.out(leaving);
    else {
      io.out(await answerLine(line, exercise, tools, signal));
      seen = (await state(signal)) ?? seen; // what a check or a shell has changed was looked at
    }
    if (exercise.hasEnded()) return;
  }
};

const leaving = 'The lab goes on; the same command comes back to this task.\n';

interface Waiting {
  readonly exercise: Exercise;
  readonly tools: SessionTools;
  readonly state: (signal: AbortSignal) => Promise<string | undefined>;
  readonly seen: string | undefined;
}

/** A typed line, or the new state of a lab that has changed meanwhile; undefined at the end of input. */
const nextLine = async (
  { exercise, tools, state, seen }: Waiting,
  signal: AbortSignal,
): Promise<string | { readonly changed: string | undefined } | undefined> => {
  const { input = process.stdin, output = process.stdout } = tools;
  const lines = createInterface({ input, output, prompt: 'learn> ' });
  const over = new AbortController();
  const both = AbortSignal.any([signal, over.signal]);
  try {
    const typed = readLine(lines, both);
    lines.prompt();
    return await (exercise.asks()
      ? typed
      : Promise.race([typed, changeOf({ state, seen, pauseMs: tools.pauseMs ?? usualPauseMs }, both)]));
  } finally {
    over.abort();
    lines.close();
  }
};

/** A line without the blanks around it; undefined at the end of input, and at Ctrl-C and Ctrl-D. */
const readLine = async (lines: Interface, signal: AbortSignal): Promise<string | undefined> => {
  const ended = ['close', 'SIGINT'].map((event) => once(lines, event, { signal }).then(() => undefined));
  const line = once(lines, 'line', { signal }).then(([text]) => String(text).trim());
  return Promise.race([line, ...ended]).catch(() => undefined);
};

/** Resolves when the lab differs from what was seen for two readings in a row: a change may take several commands. */
const changeOf = async (
  { state, seen, pauseMs }: Pick<Waiting, 'state' | 'seen'> & { readonly pauseMs: number },
  signal: AbortSignal,
): Promise<{ readonly changed: string | undefined }> => {
  let before = seen;
  const settled = async () => {
    const now = await state(signal);
    const isSettled = now === undefined || (now !== seen && now === before);
    before = now;
    return isSettled ? { changed: now } : undefined;
  };
  return until('the lab to change', settled, { everyMs: pauseMs, withinMs: Infinity }, signal).catch(
    () => new Promise<never>(() => undefined), // a line was typed
  );
};

/** Reading five nodes takes 0.07 s of a processor (measured), so that twenty sessions take a quarter of two. */
const usualPauseMs = 3000;

const answerLine = async (
  line: string,
  exercise: Exercise,
  { shell, perform }: SessionTools,
  signal: AbortSignal,
): Promise<string> => {
  const [, word = '', rest = ''] = /^(\S*)\s*(.*)$/s.exec(line)!;
  if (word === 'hint') return exercise.hint(signal);
  if (word === 'task') return exercise.show();
  if (word === 'help') return help;
  if (word === 'do' && rest !== '') await perform(rest.replace(/^'(.*)'$/s, '$1'));
  if (word === 'shell' && rest !== '') await shell(rest);
  if (['do', 'shell'].includes(word) && rest === '') return help;
  if (['do', 'shell'].includes(word) && exercise.asks()) return '';
  if (['', 'check', 'do', 'shell'].includes(word))
    return exercise.asks() ? exercise.show() : (await exercise.check(undefined, signal)).text;
  if (word === 'answer') return (await exercise.check(rest, signal)).text;
  return exercise.asks() ? (await exercise.check(line, signal)).text : `There is no '${word}' here.\n${help}`;
};

const help = `  shell NODE    opens a shell in a node; exit comes back and checks the task
  do STEP       performs a step, written as in a scenario
  hint          gives a hint, the next one each time
  check         checks the task; a change of the lab is noticed without it
  task          prints the task again
  quit          leaves; the lab goes on
Where a task asks for an answer, type the answer.
`;
