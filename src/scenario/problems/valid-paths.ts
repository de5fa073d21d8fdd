import type { Problem } from './problem.ts';
import type { Path } from '../model/scenario.ts';

/** Whether nothing at this path, above it or below it was found wrong, so that later stages may look at it. */
export type IsValid = (path: Path) => boolean;

/** What stays sound beside these problems; a problem of an unknown key or a missing field spoils only the thing that it is in. */
export const validPaths = (problems: readonly Problem[]): IsValid => {
  const spoilt = problems.map(({ at }) => at);
  return (path) => !spoilt.some((at) => startsWith(at, path) || (at.length > 1 && startsWith(path, at)));
};

/** Whether a path leads through another one. */
export const startsWith = (path: Path, start: Path): boolean => start.every((step, index) => path[index] === step);
