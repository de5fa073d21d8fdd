import type { LocatedProblem } from './locate-problem.ts';
import { sortByPosition } from './locate-problem.ts';
import type { Problem } from './problem.ts';
import { scenarioLimits } from './scenario-limits.ts';

/** Whether there are too many problems for the later stages, which compare everything with each problem. */
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

/** Sorts the problems that are listed by place; if there are more, the last one reports that, at the place of the first of them. */
export const listProblems = (
  located: readonly LocatedProblem[],
  problems: readonly Problem[],
  locate: (problem: Problem) => LocatedProblem,
): readonly LocatedProblem[] => {
  const distinct = [...new Map(problems.map((problem) => [keyOf(problem), problem])).values()];
  const room = Math.max(0, scenarioLimits.problems - located.length);
  const listed = sortByPosition([...located.slice(0, scenarioLimits.problems), ...distinct.slice(0, room).map(locate)]);
  const next = located[scenarioLimits.problems] ?? distinct.slice(room, room + 1).map(locate)[0];
  if (!next) return listed;
  const what = `more than ${scenarioLimits.problems} problems: the others, of which the first is here, are not listed`;
  return [...listed, { ...next, what, right: 'correct those above first' }];
};

const keyOf = ({ at, part, what }: Problem): string => JSON.stringify([at, part, what]);
