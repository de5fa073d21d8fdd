import { runningLabs } from '../../kernel/sandbox/running-labs.ts';
import type { RunningLabRecord } from '../../kernel/sandbox/running-labs.ts';
import { MachineError } from '../../kernel/system/machine-error.ts';
import { checkSteps } from './check-task.ts';
import type { Seen } from './check-task.ts';
import type { StepText, Task } from './lesson.ts';
import { typeSolution } from './type-solution.ts';

/** Builds a lab and leaves it running, as `mtulab up FILE --name NAME` does; returns its exit code. */
export type StartLab = (file: string, name: string, signal: AbortSignal) => Promise<number>;

/** Builds the lab of an exercise if it is not running, and proves that the fault is there, or throws a MachineError with what was seen. */
export const beginLab = async (
  { name, file, fault, done = [] }: LabOfExercise,
  start: StartLab,
  signal: AbortSignal,
): Promise<RunningLabRecord> => {
  const running = findLab(name);
  if (running) return running;
  const code = await start(file, name, signal);
  const lab = findLab(name);
  if (code !== 0 || !lab) throw new MachineError({ what: `the lab ${name} could not be built (exit code ${code})` });
  const { result, seen } = await checkSteps(lab, fault, signal);
  if (result !== 'done')
    throw new MachineError({
      what: `the fault of this exercise is not there: ${texts(seen)}; \`mtulab down ${name}\` stops its lab`,
    });
  for (const task of done) await redo(lab, task, signal);
  return lab;
};

interface LabOfExercise {
  readonly name: string;
  readonly file: string;
  readonly fault: readonly StepText[];
  /** Tasks that were done in an earlier lab: what they have changed is changed again. */
  readonly done?: readonly Task[];
}

const findLab = (name: string): RunningLabRecord | undefined => runningLabs().find((lab) => lab.name === name);

const redo = async (lab: RunningLabRecord, { name, ask, solve, check }: Task, signal: AbortSignal): Promise<void> => {
  if (ask !== undefined) return;
  const failure = await typeSolution(lab, solve, signal);
  const { result, seen } =
    failure === undefined ? await checkSteps(lab, check, signal) : { result: 'failed', seen: [{ text: failure }] };
  if (result !== 'done')
    throw new MachineError({ what: `the task '${name}' could not be done again in a new lab: ${texts(seen)}` });
};

const texts = (seen: readonly Seen[]): string => seen.map(({ text }) => text).join('; ');
