import type { Summary } from '../../events/events.ts';

/** Returns the exit code of a command; if several apply, 130/143 > 2 > 5 > 1 > 4 > 0. */
export const exitCode = (end: RunEnd, { strictSkip = false, bisect = false }: Strictness = {}): number => {
  const { interrupted, invalidInput, machineFailed, summary } = end;
  const { passed = 0, failed = 0, skipped = 0, errors = 0 } = summary ?? {};
  if (interrupted) return interrupted;
  if (invalidInput) return bisect ? cannotTest : 2;
  if (machineFailed || errors > 0) return bisect ? cannotTest : 5;
  if (failed > 0) return 1;
  if (skipped > 0 && bisect) return cannotTest;
  if (skipped > 0 && strictSkip) return 1;
  return skipped > 0 && passed === 0 ? 4 : 0;
};

/** Part of `--help`; the README has the same table. */
export const exitCodes = `Exit codes:
  0    everything was as expected
  1    an expectation was not met
  2    the scenario or the command line is wrong
  4    everything was skipped
  5    the machine failed, or something could not be judged
  130  interrupted by Ctrl-C; 143 by SIGTERM
If several apply, the first of 130/143, 2, 5, 1, 4, 0 is used.
`;

/** How a command ended. */
export interface RunEnd {
  readonly interrupted?: 130 | 143 | undefined;
  /** The scenario or the command line is wrong. */
  readonly invalidInput?: boolean;
  readonly machineFailed?: boolean;
  readonly summary?: Summary | undefined;
}

export interface Strictness {
  /** Any skip is a failure. */
  readonly strictSkip?: boolean;
  /** For `git bisect run`: skips, machine failures and files that cannot be read prove nothing about a commit, and git takes 2 for a bad one. */
  readonly bisect?: boolean;
}

/** The exit code that makes `git bisect run` skip a commit. */
const cannotTest = 125;
