import type { Io } from '../command-line/command.ts';
import { readRun } from '../comparisons/read-run.ts';
import { bundledFolder } from '../scenarios/bundled-scenarios.ts';
import { claimsTable } from './claims-table.ts';
import { readClaims } from './read-claims.ts';

/**
 * `mtulab explain --claims [REPORT]`: prints the claims with their verdicts, and with their results in a JSON report of
 * `run`. Returns the exit code: 2 for a file that is no such report.
 */
export const explainClaims = (report: unknown, io: Io): number => {
  const run = typeof report === 'string' ? readRun(report, io) : undefined;
  if (typeof report === 'string' && !run) return 2;
  io.out(claimsTable(readClaims(bundledFolder()), run, io.width));
  return 0;
};
