import { wrapUnder } from '../../text/wrap.ts';
import type { CheckResult } from './check-task.ts';
import type { Lesson, Task } from './lesson.ts';
import { labNameOfLesson } from './lesson.ts';
import type { ExerciseProgress, Progress } from './progress.ts';
import { alignColumns } from '../../text/align-columns.ts';

/** The list of lessons with the progress of this user; `current` are those whose lab is running. */
export const lessonList = (
  lessons: readonly Lesson[],
  { exercises }: Pick<Progress, 'exercises'>,
  running: readonly string[],
  width = Infinity,
): string => {
  const rows = lessons.map((lesson) => [
    `  ${lesson.number}`,
    progressText(exercises[lesson.id], lesson.tasks.length),
    `${lesson.title}${running.includes(labNameOfLesson(lesson)) ? ' (its lab is running)' : ''}`,
  ]);
  const blind = Object.entries(exercises).filter(([name]) => name.startsWith('blind '));
  const solved = blind.filter(([, { done, of }]) => done === of).length;
  return [
    'Lessons, with the tasks that are done:',
    ...alignColumns(rows, width),
    ...wrapUnder('', `Blind cases: ${solved} solved of ${blind.length} begun.`, width),
    '',
    '`mtulab learn 1` begins a lesson or goes on with it; its page is labs/01-…/README.md.'.replace(
      '01-…',
      lessons[0]!.id,
    ),
    '`mtulab learn blind` puts a fault into a network and gives only the symptom.',
    '',
  ].join('\n');
};

const progressText = (progress: ExerciseProgress | undefined, of: number): string =>
  progress === undefined ? `- of ${of}` : `${progress.done} of ${of}`;

/** The heading of a lesson, with its network as it would be drawn on a whiteboard: without the settings that are to be found. */
export const lessonHeading = ({ title, about, number }: Lesson, drawing: string, width?: number): string =>
  [`Lesson ${number}: ${title}`, '', ...wrapUnder('', about.trim(), width), '', drawing, ''].join('\n');

/** One task, and how it ends. */
export const taskText = (lesson: Lesson, index: number, width?: number): string => {
  const { name, text, ask } = lesson.tasks[index]!;
  return [
    '',
    ...wrapUnder('', `Task ${index + 1} of ${lesson.tasks.length}: ${name}`, width),
    ...text
      .trim()
      .split('\n\n')
      .flatMap((paragraph) => wrapUnder('  ', paragraph, width)),
    ...(ask === undefined ? [] : wrapUnder('  ', `To be answered: ${ask}.`, width)),
    '',
  ].join('\n');
};

/** What the check saw; of a wrong answer, nothing that would give the right one away. */
export const checkText = ({ ask, check }: Task, { result, seen }: CheckResult, width?: number): string => {
  const first = {
    done: 'Done.',
    'not yet': ask === undefined ? 'Not yet:' : 'That is not what the lab shows.',
    'not judged': 'It could not be judged:',
  }[result];
  const secret = result === 'not yet' ? answeredExpectations(check) : [];
  const shown = seen.filter(({ expectation }) => expectation === undefined || !secret.includes(expectation));
  return [...wrapUnder('', first, width), ...shown.flatMap(({ text }) => wrapUnder('  ', text, width)), ''].join('\n');
};

/** The expectations, by their words, that depend on the answer; all of them where the action does. */
const answeredExpectations = (check: Task['check']): readonly string[] =>
  check.flatMap(({ expect = {}, ...action }) => {
    const sets = [expect].flat() as readonly Readonly<Record<string, object>>[];
    const all = sets.flatMap(({ ipv4 = {}, ipv6 = {}, where: _, ...both }) =>
      [both, ipv4, ipv6].flatMap((words) => Object.entries(words)),
    );
    return all.filter(([, wanted]) => JSON.stringify([wanted, action]).includes('$answer')).map(([word]) => word);
  });
