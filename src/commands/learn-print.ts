import { printable } from '../text/printable.ts';
import { wrapLines } from '../text/wrap.ts';
import type { Perform } from './command-line/command.ts';
import { exitCode } from './command-line/exit-code.ts';
import { drawNetwork } from './lessons/draw-network.ts';
import { handout } from './lessons/handout.ts';
import { findLesson, lessonNames, readLesson } from './lessons/read-lessons.ts';

/** `mtulab learn print [LESSON] [--solutions]`: prints the tasks of one lesson or of all as Markdown. */
export const perform: Perform = async ([wanted], { solutions }, io) => {
  const all = lessonNames();
  for (const name of wanted === undefined ? all : [findLesson(wanted, all)]) {
    if (typeof name === 'string') {
      io.err(wrapLines(name, io.width));
      return exitCode({ invalidInput: true });
    }
    const lesson = readLesson(name);
    io.out(printable(handout(lesson, drawNetwork(lesson.network, 100), { solutions: solutions === true })));
  }
  return 0;
};
