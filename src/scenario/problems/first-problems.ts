import type { LocatedProblem } from './locate-problem.ts';
import { sortByPosition } from './locate-problem.ts';
import type { Problem } from './problem.ts';
import { scenarioLimits } from './scenario-limits.ts';

/** Whether there are so many problems that later stages, which compare everything with each problem, are left out. */
export const isFlooded = (problems: readonly unknown[]): boolean => problems.length > scenarioLimits.problems;

/** Problems of the items, up to one more than are listed: looking for more only costs time. */
export const firstProblems = <T>(
  items: readonly T[],
  problemsOf: (item: T) => readonly Problem[],
): readonly Problem[] => {
  const problems: Problem[] = [];
  for (const item of items) {
    problems.push(...problemsOf(item));
    if (isFlooded(problems)) break;
  }
  return problems;
};

/** Sorts the problems that are listed by place; the last one then counts the others and has the place of the first of them. */
export const listProblems = (
  located: readonly LocatedProblem[],
  problems: readonly Problem[],
  locate: (problem: Problem) => LocatedProblem,
): readonly LocatedProblem[] => {
  const distinct = [...new Map(problems.map((problem) => [keyOf(problem), problem])).values()];
  const room = Math.max(0, scenarioLimits.problems - located.length);
  const others = located.length + distinct.length - scenarioLimits.problems;
  const listed = sortByPosition([...located.slice(0, scenarioLimits.problems), ...distinct.slice(0, room).map(locate)]);
  const next = located[scenarioLimits.problems] ?? distinct.slice(room, room + 1).map(locate)[0];
  if (!next) return listed;
  const what = `${others} more ${others === 1 ? 'problem is' : 'problems are'} not listed, the first of them here`;
  return [...listed, { ...next, code: 'limit', what, right: 'correct those above first' }];
};

const keyOf = ({ at, part, what }: Problem): string => JSON.stringify([at, part, what]);
