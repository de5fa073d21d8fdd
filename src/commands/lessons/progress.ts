import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stateFolder } from '../../kernel/sandbox/state-folder.ts';

/** How far a participant is, as recorded in his state folder; lessons and blind cases by name (`02-…`, `blind 7`). */
export interface Progress {
  readonly mark: typeof mark;
  readonly exercises: Readonly<Record<string, ExerciseProgress>>;
}

export interface ExerciseProgress {
  /** Tasks that are done, from the first. */
  readonly done: number;
  /** How many there are. */
  readonly of: number;
  /** Hints taken, in all tasks. */
  readonly hints: number;
  /** Hints taken in the present task. */
  readonly hintsHere: number;
  /** Wrong answers, in all tasks. */
  readonly wrong: number;
  /** Time of the last change, ISO 8601. */
  readonly at: string;
}

const mark = 'mtulab lessons 1';

/** The file in the state folder; its name is never that of a lab's record. */
export const progressFile = 'lessons.progress';

/** Returns the progress of this user. */
export const readProgress = (folder = stateFolder({ create: false })): Progress =>
  (folder !== undefined && readText(join(folder, progressFile))) || { mark, exercises: {} };

const readText = (path: string): Progress | undefined => {
  try {
    return parseProgress(readFileSync(path, 'utf8'));
  } catch {
    return undefined; // nothing was recorded yet
  }
};

/** Reads the text of a progress file, which another user may have written; undefined if it is not one. */
export const parseProgress = (text: string): Progress | undefined => {
  const progress = JSON.parse(text) as Progress;
  if (progress?.mark !== mark || typeof progress.exercises !== 'object' || progress.exercises === null)
    return undefined;
  const isValid = (each: unknown): boolean =>
    (['done', 'of', 'hints', 'hintsHere', 'wrong'] as const).every((key) =>
      Number.isInteger((each as ExerciseProgress)?.[key]),
    ) && Number.isFinite(Date.parse((each as ExerciseProgress).at));
  return Object.values(progress.exercises).every(isValid) ? progress : undefined;
};

/** Records how far an exercise is; undefined forgets it. */
export const saveProgress = (
  exercise: string,
  now: Omit<ExerciseProgress, 'at'> | undefined,
  folder = stateFolder({ create: true })!,
): void => {
  const { [exercise]: _, ...others } = readProgress(folder).exercises;
  const exercises = now ? { ...others, [exercise]: { ...now, at: new Date().toISOString() } } : others;
  const draft = join(folder, `${progressFile}.${process.pid}`);
  writeFileSync(draft, `${JSON.stringify({ mark, exercises }, undefined, 2)}\n`, { mode: 0o600 });
  renameSync(draft, join(folder, progressFile));
};
