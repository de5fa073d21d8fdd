import type { Problem } from './problem.ts';
import type { Path } from '../model/scenario.ts';

/** Whether there is no problem at this path, above it or below it, so that later checks can rely on the value. */
export type IsValid = (path: Path) => boolean;

/** Returns the test for these problems. A missing or unknown key invalidates its mapping, but not the rest. */
export const validPaths = (problems: readonly Problem[]): IsValid => {
  const invalid = problems.map(({ at }) => at);
  return (path) => !invalid.some((at) => startsWith(at, path) || (at.length > 1 && startsWith(path, at)));
};

/** Whether a path begins with another one. */
export const startsWith = (path: Path, start: Path): boolean => start.every((step, index) => path[index] === step);
