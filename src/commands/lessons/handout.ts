import type { Lesson, Task } from './lesson.ts';

/** The tasks of a lesson as a page of Markdown, with space for answers or, for a teacher, with the solutions. */
export const handout = (
  { number, title, about, tasks }: Lesson,
  drawing: string,
  { solutions }: { readonly solutions: boolean },
): string =>
  [
    `# Lesson ${number}: ${title}`,
    ...[
      '',
      oneLine(about),
      '',
      '```',
      drawing,
      '```',
      '',
      `\`mtulab learn ${number}\` builds this network and checks the tasks.`,
      '',
    ],
    ...tasks.flatMap((task, index) => taskPart(task, index, solutions)),
  ].join('\n');

const taskPart = (
  { name, text, ask, answer, solve, done }: Task,
  index: number,
  solutions: boolean,
): readonly string[] => [
  ...[`## ${index + 1}. ${name}`, '', oneLine(text), ''],
  ...(ask === undefined ? [] : [`Answer (${ask}): ${solutions ? `\`${answer}\`` : '____________________'}`, '']),
  ...(solutions ? ['```', ...solve, '```', '', ...(done === undefined ? [] : [oneLine(done), ''])] : []),
];

const oneLine = (text: string): string => text.trim().replace(/[ \n]+/g, ' ');
