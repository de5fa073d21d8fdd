import type { Problem } from './problem.ts';
import type { Path } from '../model/scenario.ts';

/** Whether nothing at this path, above it or below it was found wrong, so that later stages may look at it. */
export type Sound = (path: Path) => boolean;

/** What stays sound beside these problems; a problem of an unknown key or a missing field spoils only the thing that it is in. */
export const soundBeside = (problems: readonly Problem[]): Sound => {
  const spoilt = problems.map(({ at }) => at);
  return (path) => !spoilt.some((at) => begins(at, path) || (at.length > 1 && begins(path, at)));
};

/** Whether a path leads through another one. */
export const begins = (path: Path, start: Path): boolean => start.every((step, index) => path[index] === step);
