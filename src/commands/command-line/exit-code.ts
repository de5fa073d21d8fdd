import type { Summary } from '../../events/events.ts';

/** The exit code of a run; where several hold, 130/143 > 2 > 5 > 1 > 4 > 0. */
export const exitCode = (happened: RunEnd, { strictSkip = false, bisect = false }: Strictness = {}): number => {
  const { interrupted, wrong, machineFailed, summary } = happened;
  const { passed = 0, failed = 0, skipped = 0, errors = 0 } = summary ?? {};
  if (interrupted) return interrupted;
  if (wrong) return 2;
  if (machineFailed || errors > 0) return bisect ? cannotTell : 5;
  if (failed > 0) return 1;
  if (skipped > 0 && bisect) return cannotTell;
  if (skipped > 0 && strictSkip) return 1;
  return skipped > 0 && passed === 0 ? 4 : 0;
};

/** Stands below `--help` and in the README. */
export const exitCodes = `Exit codes:
  0    all as expected
  1    an expectation was not met
  2    the scenario or the command line is wrong
  4    everything was skipped
  5    the machine failed, or something could not be judged
  130  interrupted by Ctrl-C; 143 by SIGTERM
Where several hold, the first of 130/143, 2, 5, 1, 4, 0 is given.
`;

export interface RunEnd {
  readonly interrupted?: 130 | 143 | undefined;
  /** The scenario or the command line is wrong. */
  readonly wrong?: boolean;
  readonly machineFailed?: boolean;
  readonly summary?: Summary | undefined;
}

export interface Strictness {
  /** Any skip is a failure. */
  readonly strictSkip?: boolean;
  /** For `git bisect run`: skips and machine failures say nothing about a commit. */
  readonly bisect?: boolean;
}

/** `git bisect run` passes over a commit with this code. */
const cannotTell = 125;
