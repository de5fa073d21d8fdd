import { alignColumns } from '../../text/align-columns.ts';
import { printableLine } from '../../text/printable.ts';
import type { ExerciseProgress } from './progress.ts';
import type { Participant } from './read-class.ts';

/** The table of a class: a row for each participant and exercise, the latest first; `now` is in milliseconds since 1970. */
export const classTable = (participants: readonly Participant[], now: number, width?: number): string => {
  const rows = participants.flatMap(({ name, exercises }) =>
    Object.entries(exercises)
      .toSorted(([, a], [, b]) => Date.parse(b.at) - Date.parse(a.at))
      .map(([exercise, progress], index) => row(index === 0 ? name : '', exercise, progress, now)),
  );
  if (rows.length === 0)
    return 'No one has begun a lesson, or their state folders cannot be read: root reads all of them.\n';
  return `${alignColumns([['WHO', 'EXERCISE', 'DONE', 'HINTS', 'WRONG', 'LAST CHANGE'], ...rows], width).join('\n')}\n`;
};

const row = (
  name: string,
  exercise: string,
  { done, of, hints, wrong, at }: ExerciseProgress,
  now: number,
): string[] => [
  printableLine(name),
  printableLine(exercise),
  `${done} of ${of}`,
  ...[hints, wrong].map(String),
  `${Math.max(0, Math.round((now - Date.parse(at)) / 60_000))} min ago`,
];
