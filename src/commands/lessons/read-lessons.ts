import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';
import { packageFolder } from '../scenarios/package-folder.ts';
import type { Lesson } from './lesson.ts';

/** The folder of the lessons, beside that of the bundled scenarios. */
export const lessonsFolder = (): string => join(packageFolder(), 'labs');

/** A lesson by the name of its folder. */
export type LessonName = Pick<Lesson, 'id' | 'number'>;

/** Lists the lessons of the package in their order: each is a folder with a page (README.md) and its tasks (tasks.yaml). */
export const lessonNames = (folder = lessonsFolder()): readonly LessonName[] =>
  readdirSync(folder)
    .filter((id) => /^\d\d-/.test(id) && existsSync(join(folder, id, 'tasks.yaml')))
    .sort()
    .map((id) => ({ id, number: Number(id.slice(0, 2)) }));

/** Reads all lessons; their YAML takes three times as long as everything else that an answer to one of them needs. */
export const readLessons = (folder = lessonsFolder()): readonly Lesson[] =>
  lessonNames(folder).map((name) => readLesson(name, folder));

/** Reads one lesson. */
export const readLesson = ({ id, number }: LessonName, folder = lessonsFolder()): Lesson => {
  const lesson = parse(readFileSync(join(folder, id, 'tasks.yaml'), 'utf8')) as Omit<Lesson, 'id' | 'number'>;
  return { ...lesson, id, number, network: resolve(folder, id, lesson.network) };
};

/** Finds a lesson by its number (`2`, `02`), its folder or the beginning of its name; or explains which there are. */
export const findLesson = (wanted: string, lessons: readonly LessonName[]): LessonName | string => {
  const name = (id: string): string => id.replace(/^\d+-/, '');
  const found = lessons.filter(
    ({ id, number }) =>
      id === wanted || (/^\d+$/.test(wanted) ? Number(wanted) === number : name(id).startsWith(wanted)),
  );
  if (found.length === 1) return found[0]!;
  const known = (found.length > 1 ? found : lessons).map(({ id }) => id).join(', ');
  return found.length > 1
    ? `'${wanted}' may be one of ${known}\n`
    : `there is no lesson '${wanted}'; lessons: ${known}\n`;
};
