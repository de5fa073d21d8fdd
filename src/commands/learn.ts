import { readFileSync } from 'node:fs';
import { runningLabs } from '../kernel/sandbox/running-labs.ts';
import type { RunningLabRecord } from '../kernel/sandbox/running-labs.ts';
import { wrapLines } from '../text/wrap.ts';
import { printable } from '../text/printable.ts';
import type { Io, Options, Perform } from './command-line/command.ts';
import { exitCode } from './command-line/exit-code.ts';
import { beginLab } from './lessons/begin-lab.ts';
import { classTable } from './lessons/class-table.ts';
import { drawNetwork } from './lessons/draw-network.ts';
import type { Exercise } from './lessons/exercise.ts';
import { labNameOfLesson } from './lessons/lesson.ts';
import type { Lesson } from './lessons/lesson.ts';
import { lessonExercise } from './lessons/lesson-exercise.ts';
import { lessonHeading, lessonList } from './lessons/lesson-texts.ts';
import { foldersIn, readClass, usualFolders } from './lessons/read-class.ts';
import { readProgress, saveProgress } from './lessons/progress.ts';
import { findLesson, lessonNames, readLesson, readLessons } from './lessons/read-lessons.ts';
import { practise } from './lessons/practise.ts';
import { labOfExercise } from './lab-of-exercise.ts';

/**
 * `mtulab learn [LESSON | --class]`: lists the lessons, or goes on with one: on a terminal as a conversation, else by printing its task; `--check`,
 * `--hint` and `--answer` do one thing and end, also beside a conversation.
 */
export const perform: Perform = async ([wanted], options, io, signal) => {
  if (options['class'] !== undefined) {
    const folder = options['class'];
    io.out(
      classTable(readClass(typeof folder === 'string' ? foldersIn(folder) : usualFolders()), Date.now(), io.width),
    );
    return 0;
  }
  if (wanted === undefined) {
    const running = runningLabs().map(({ name }) => name);
    io.out(lessonList(readLessons(), readProgress(), running, io.width));
    return 0;
  }
  const found = findLesson(wanted, lessonNames());
  if (typeof found === 'string') {
    io.err(wrapLines(found, io.width));
    return exitCode({ invalidInput: true });
  }
  return learn(readLesson(found), options, io, signal);
};

const learn = async (lesson: Lesson, options: Options, io: Io, signal: AbortSignal): Promise<number> => {
  const name = labNameOfLesson(lesson);
  const { start, stop, tools } = labOfExercise(io, signal);
  if (options['restart'] === true) {
    await stop(name);
    saveProgress(lesson.id, undefined);
  }
  const done = lesson.tasks.slice(0, readProgress().exercises[lesson.id]?.done ?? 0);
  const lab = await beginLab({ name, file: lesson.network, fault: lesson.fault, done }, start, signal);
  const exercise = exerciseOf(lesson, lab, io);
  const heading = () => printable(lessonHeading(lesson, drawNetwork(lesson.network, io.width), io.width));
  return practise(exercise, { heading, options, tools: tools(lab) }, io, signal);
};

const exerciseOf = (lesson: Lesson, lab: RunningLabRecord, { width }: Io): Exercise => {
  const source = { file: lesson.network, text: readFileSync(lesson.network, 'utf8') };
  return lessonExercise({ lesson, lab, source, width });
};
