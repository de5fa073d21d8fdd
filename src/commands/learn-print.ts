import { printable } from '../text/printable.ts';
import { wrapLines } from '../text/wrap.ts';
import type { Perform } from './command-line/command.ts';
import { exitCode } from './command-line/exit-code.ts';
import { drawNetwork } from './lessons/draw-network.ts';
import { handout } from './lessons/handout.ts';
import { findLesson, readLessons } from './lessons/read-lessons.ts';

/** `mtulab learn print [LESSON] [--solutions]`: prints the tasks of one lesson or of all as Markdown. */
export const perform: Perform = async ([wanted], { solutions }, io) => {
  const all = readLessons();
  const lessons = wanted === undefined ? all : [findLesson(wanted, all)];
  for (const lesson of lessons) {
    if (typeof lesson === 'string') {
      io.err(wrapLines(lesson, io.width));
      return exitCode({ invalidInput: true });
    }
    io.out(printable(handout(lesson, drawNetwork(lesson.network, 100), { solutions: solutions === true })));
  }
  return 0;
};
