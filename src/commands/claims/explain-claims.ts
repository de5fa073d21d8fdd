import { readFileSync } from 'node:fs';
import { printableLine } from '../../text/printable.ts';
import { parseRun } from '../../reports/model/parse-run.ts';
import type { Io } from '../command-line/command.ts';
import { errorMessage } from '../command-line/error-message.ts';
import { bundledFolder } from '../scenarios/bundled-scenarios.ts';
import type { RunReport } from './claim-results.ts';
import { claimsTable } from './claims-table.ts';
import { readClaims } from './read-claims.ts';

/**
 * `mtulab explain --claims [REPORT]`: prints the claims with their verdicts, and with their results in a JSON report of
 * `run`. Returns the exit code: 2 for a file that is no such report.
 */
export const explainClaims = (report: unknown, io: Io): number => {
  let run: RunReport | undefined;
  try {
    if (typeof report === 'string') run = parseRun(readFileSync(report, 'utf8'));
  } catch (error) {
    io.err(`${printableLine(String(report))}: no JSON report of a run: ${printableLine(errorMessage(error))}\n`);
    return 2;
  }
  io.out(claimsTable(readClaims(bundledFolder()), run, io.width));
  return 0;
};
